using System.Security.Claims;
using Bpsdm.Identity.Data;
using Bpsdm.ServiceDefaults;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Bpsdm.Identity.Tokens;

/// <summary>What the tokens say about their bearer.</summary>
public static class Principals
{
    /// <summary>Id of the account; stays in codes and refresh tokens, because a learner's subject is the NIP.</summary>
    public const string AccountId = "account_id";

    public static ClaimsPrincipal ForClient(Client client) =>
        Create(client.ClientId!, client.Role ?? throw new InvalidOperationException($"Client {client.ClientId} has no role."), client.Agency, nip: null);

    public static ClaimsPrincipal ForEmployee(string nip) => Create(nip, Roles.Learner, agency: null, nip);

    /// <param name="user">Whose tokens these are.</param>
    /// <param name="scopes">What was granted: <c>offline_access</c> gives a refresh token, <c>openid</c> an identity token.</param>
    public static ClaimsPrincipal ForUser(User user, IEnumerable<string> scopes)
    {
        // The same person is the same subject, whether the portal vouches for them or they sign in here.
        var subject = user is { Role: Roles.Learner, Nip: { } nip } ? nip : user.Id.ToString();
        var principal = Create(subject, user.Role, user.Agency, user.Nip);
        principal.SetClaim(AccountId, user.Id.ToString());
        principal.SetClaim(Claims.Name, user.DisplayName);
        principal.SetScopes(scopes);
        principal.SetDestinations(claim => claim.Type switch
        {
            AccountId => [],
            Claims.Name => [Destinations.IdentityToken],
            TokenClaims.Role or TokenClaims.Agency or TokenClaims.Nip => [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return principal;
    }

    private static ClaimsPrincipal Create(string subject, string role, string? agency, string? nip)
    {
        var identity = new ClaimsIdentity("bpsdm", Claims.Name, Claims.Role);
        Add(TokenClaims.Subject, subject);
        Add(TokenClaims.Role, role);
        if (agency is not null) Add(TokenClaims.Agency, agency);
        if (nip is not null) Add(TokenClaims.Nip, nip);
        identity.SetResources(TokenClaims.Audience);
        return new ClaimsPrincipal(identity);

        void Add(string type, string value)
        {
            var claim = new Claim(type, value);
            claim.SetDestinations(Destinations.AccessToken);
            identity.AddClaim(claim);
        }
    }
}
