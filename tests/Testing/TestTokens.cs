using System.Security.Claims;
using System.Security.Cryptography;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Bpsdm.Testing;

/// <summary>An issuer of access tokens for a service under test: the validation is the real one, only the keys are ours.</summary>
public static class TestTokens
{
    public const string Issuer = "https://issuer.test/";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "test" };
    private static readonly RsaSecurityKey ForeignKey = new(RSA.Create(2048)) { KeyId = "test" };

    /// <summary>Makes a service trust this issuer in place of the one that discovery would name.</summary>
    public static void Trust(JwtBearerOptions options)
    {
        options.Authority = null;
        var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
        configuration.SigningKeys.Add(Key);
        options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
    }

    public static string Create(
        string role, string? subject = null, string? agency = null, string? nip = null,
        string audience = TokenClaims.Audience, string issuer = Issuer, DateTime? expires = null, bool foreign = false)
    {
        var claims = new List<Claim> { new(TokenClaims.Subject, subject ?? nip ?? $"test-{role}"), new(TokenClaims.Role, role) };
        if (agency is not null) claims.Add(new(TokenClaims.Agency, agency));
        if (nip is not null) claims.Add(new(TokenClaims.Nip, nip));
        var until = expires ?? DateTime.UtcNow.AddHours(1);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims),
            NotBefore = until.AddHours(-2),
            IssuedAt = until.AddHours(-2),
            Expires = until,
            TokenType = "at+jwt",
            SigningCredentials = new SigningCredentials(foreign ? ForeignKey : Key, SecurityAlgorithms.RsaSha256),
        });
    }
}
