using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Bpsdm.ServiceDefaults;

/// <summary>The roles that a token may carry in its <c>role</c> claim.</summary>
public static class Roles
{
    public const string Learner = "learner";
    public const string Instructor = "instructor";
    public const string AgencyAdmin = "agency-admin";
    public const string TrainingAdmin = "training-admin";
    public const string HrSystem = "hr-system";
    public const string Operator = "operator";
}

/// <summary>Names of the claims in an access token of the platform.</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string Role = "role";

    /// <summary>Code of the one agency that an agency's admin acts for.</summary>
    public const string Agency = "agency";

    /// <summary>NIP of the employee, in a learner's or an instructor's token.</summary>
    public const string Nip = "nip";

    /// <summary>The audience of every access token of the platform.</summary>
    public const string Audience = "bpsdm-api";
}

/// <summary>The keys of the issuer of tokens cannot be had: no token can be judged until it is back.</summary>
internal sealed class IssuerAwayException(Exception cause) : Exception("The keys of the issuer of tokens cannot be had.", cause);

public static class Authentication
{
    /// <summary>The issuer is asked while somebody waits for their answer.</summary>
    private static readonly TimeSpan IssuerPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Validates access tokens of the issuer at <c>Identity:Authority</c> (any OIDC issuer), or of the identity service
    /// that service discovery names. The issuer, the keys and their rotation come from its discovery document.
    /// </summary>
    internal static void AddTokenValidation(this WebApplicationBuilder builder)
    {
        var authority = builder.Configuration["Identity:Authority"]
            ?? builder.Configuration["services:identity:https:0"]
            ?? builder.Configuration["services:identity:http:0"];

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = authority;
            // Inside, metadata travels over the private network; an issuer from outside is reached by https.
            options.RequireHttpsMetadata = authority?.StartsWith("https", StringComparison.OrdinalIgnoreCase) ?? true;
            options.MapInboundClaims = false;
            options.BackchannelTimeout = IssuerPatience;
            options.BackchannelHttpHandler = new IssuerReplicas(IssuersOf(builder.Configuration));
            options.Events = new JwtBearerEvents { OnMessageReceived = NeedKeysAsync, OnTokenValidated = NeedSubject };
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = TokenClaims.Audience,
                ValidTypes = ["at+jwt", "JWT"],
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
                NameClaimType = TokenClaims.Subject,
                RoleClaimType = TokenClaims.Role,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
        });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static IReadOnlyList<Uri> IssuersOf(IConfiguration configuration) =>
        [.. ((string[])["https", "http"]).SelectMany(scheme => configuration.GetSection($"services:identity:{scheme}").Get<string[]>() ?? []).Select(address => new Uri(address))];

    /// <summary>Without the issuer's keys no token can be judged: that is an outage (503, ask again), not a bad token (401).</summary>
    private static async Task NeedKeysAsync(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 || context.Options.ConfigurationManager is not { } issuer) return;
        var gone = context.HttpContext.RequestAborted;
        // One request at a time asks an issuer that has never answered; nobody queues behind it for longer than this.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(IssuerPatience);
        try
        {
            await issuer.GetConfigurationAsync(patience.Token);
        }
        catch (Exception e) when (!gone.IsCancellationRequested)
        {
            throw new IssuerAwayException(e);
        }
    }

    /// <summary>Who acts is written into every history, and is what limits are counted by: a token that doesn't say it is no token here.</summary>
    private static Task NeedSubject(TokenValidatedContext context)
    {
        if (string.IsNullOrWhiteSpace(context.Principal?.FindFirstValue(TokenClaims.Subject))) context.Fail("The token has no subject.");
        return Task.CompletedTask;
    }

    /// <summary>Opens the endpoints to tokens that carry at least one of the roles.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireRole(roles));

    /// <summary>Who acts: the subject of the token (a user or a client).</summary>
    public static string Subject(this ClaimsPrincipal user) =>
        user.FindFirstValue(TokenClaims.Subject) ?? throw new InvalidOperationException("The token has no subject.");

    /// <summary>NIP in the token, or null where it names no employee.</summary>
    public static string? Nip(this ClaimsPrincipal user) => user.FindFirstValue(TokenClaims.Nip);

    /// <summary>Code of the agency that the token's bearer acts for, or null.</summary>
    public static string? Agency(this ClaimsPrincipal user) => user.FindFirstValue(TokenClaims.Agency);
}
