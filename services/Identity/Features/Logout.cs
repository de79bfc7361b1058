using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Server.AspNetCore;

namespace Bpsdm.Identity.Features;

/// <summary>Ends the session of the browser, then goes to the client's registered address or to a page that says so.</summary>
public static class Logout
{
    public static async Task<IResult> HandleAsync(HttpContext context)
    {
        if (OAuthError.Of(context) is { } refused) return refused;
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.SignOut(
            new AuthenticationProperties { RedirectUri = "/account/signed-out" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    public static IResult Show() => new Page("Anda telah keluar", StatusCodes.Status200OK, "<h1>Anda telah keluar</h1><p>Jendela ini boleh ditutup.</p>");
}
