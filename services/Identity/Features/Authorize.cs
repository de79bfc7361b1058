using Bpsdm.Identity.Data;
using Bpsdm.Identity.Tokens;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Bpsdm.Identity.Features;

/// <summary>
/// The authorization endpoint, after OpenIddict has checked client, redirect address and PKCE. The clients are the platform's
/// own, so nobody is asked for consent.
/// </summary>
public static class Authorize
{
    public static async Task<IResult> HandleAsync(HttpContext context, UserManager<User> users)
    {
        if (OAuthError.Of(context) is { } refused) return refused;
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        var session = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var user = session.Succeeded ? await users.GetUserAsync(session.Principal) : null;
        if (user is null || request.HasPromptValue(PromptValues.Login) || IsTooOld(request, session))
            return request.HasPromptValue(PromptValues.None) ? LoginRequired() : TypedResults.LocalRedirect(LoginAddress(context, request));

        return TypedResults.SignIn(Principals.ForUser(user, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool IsTooOld(OpenIddictRequest request, AuthenticateResult session) =>
        request.MaxAge is { } seconds && session.Properties?.IssuedUtc is { } issued
        && TimeProvider.System.GetUtcNow() - issued > TimeSpan.FromSeconds(seconds);

    /// <summary>Back here after the login, without <c>prompt</c>, which would ask for it again.</summary>
    private static string LoginAddress(HttpContext context, OpenIddictRequest request)
    {
        var parameters = request.GetParameters()
            .Where(p => !string.Equals(p.Key, Parameters.Prompt, StringComparison.Ordinal))
            .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value ?? ""));
        var back = context.Request.PathBase + context.Request.Path + new QueryBuilder(parameters).ToQueryString();
        return $"/account/login?returnUrl={Uri.EscapeDataString(back)}";
    }

    private static IResult LoginRequired() => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "Pengguna belum masuk.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
