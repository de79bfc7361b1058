using Bpsdm.Identity.Data;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bpsdm.Identity.Tokens;

/// <summary>Answers a token request that OpenIddict has found valid: client, secret, grant, code, verifier.</summary>
public sealed class TokenRequestHandler(ClientManager clients, UserManager<User> users) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var request = context.Request;
        if (request.IsClientCredentialsGrantType())
        {
            var client = await clients.FindByClientIdAsync(request.ClientId!, context.CancellationToken);
            context.SignIn(Principals.ForClient(client!));
        }
        else if (string.Equals(request.GrantType, EmployeeGrant.Type, StringComparison.Ordinal))
        {
            var nip = (string?)request[EmployeeGrant.NipParameter];
            if (EmployeeGrant.IsNip(nip)) context.SignIn(Principals.ForEmployee(nip!));
            else context.Reject(Errors.InvalidRequest, "Parameter 'nip' wajib ada dan terdiri atas 18 angka.");
        }
        else if (await users.FindByIdAsync(context.Principal!.GetClaim(Principals.AccountId)!) is { } user && !await users.IsLockedOutAsync(user))
        {
            // A refreshed token says what is true now: a role taken away is gone within the hour.
            context.SignIn(Principals.ForUser(user, context.Principal!.GetScopes()));
        }
        else
        {
            context.Reject(Errors.InvalidGrant, "Akun sudah tidak ada atau sedang terkunci.");
        }
    }
}
