namespace Bpsdm.Identity.Features;

public static class IdentityEndpoints
{
    /// <summary>What a browser sees. <c>/connect/token</c>, <c>/connect/revoke</c> and <c>/.well-known/*</c> are OpenIddict's.</summary>
    public static void MapIdentity(this WebApplication app)
    {
        var pages = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize.HandleAsync).DisableAntiforgery();
        pages.MapMethods("/connect/endsession", [HttpMethods.Get, HttpMethods.Post], (Delegate)Logout.HandleAsync).DisableAntiforgery();
        pages.MapGet("/account/login", Login.Show);
        pages.MapPost("/account/login", Login.SubmitAsync);
        pages.MapGet("/account/signed-out", Logout.Show);
    }
}
