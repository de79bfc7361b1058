using System.Text.Encodings.Web;
using Bpsdm.Identity.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Identity.Features;

public static class Login
{
    /// <summary>One text for every failure: it must not tell which accounts exist or are locked.</summary>
    private const string Refused = "Nama pengguna atau kata sandi salah, atau akun sedang dikunci sementara karena terlalu banyak percobaan.";

    private static readonly string UnknownUserHash = new PasswordHasher<User>().HashPassword(null!, Guid.NewGuid().ToString());

    public static IResult Show(HttpContext context, IAntiforgery antiforgery, string? returnUrl) =>
        Form(context, antiforgery, Local(returnUrl), userName: "", error: null);

    public static async Task<IResult> SubmitAsync(
        HttpContext context, IAntiforgery antiforgery, SignInManager<User> signIn, IPasswordHasher<User> hasher,
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        var user = string.IsNullOrEmpty(userName) ? null : await signIn.UserManager.FindByNameAsync(userName);
        // As long as for a user that exists, so that the time tells nothing either.
        if (user is null) hasher.VerifyHashedPassword(null!, UnknownUserHash, password ?? "");
        if (user is null || !(await signIn.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true)).Succeeded)
            return Form(context, antiforgery, Local(returnUrl), userName ?? "", Refused);

        await context.SignInAsync(IdentityConstants.ApplicationScheme, await signIn.CreateUserPrincipalAsync(user));
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    /// <summary>Only an authorization request of this server is returned to: never an address that a link brought along.</summary>
    private static string Local(string? returnUrl) =>
        returnUrl?.StartsWith("/connect/authorize?", StringComparison.Ordinal) == true ? returnUrl : "/account/login";

    private static Page Form(HttpContext context, IAntiforgery antiforgery, string returnUrl, string userName, string? error)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        var html = HtmlEncoder.Default;
        var alert = error is null ? "" : $"""<p class="error" role="alert" id="error">{html.Encode(error)}</p>""";
        var describedBy = error is null ? "" : """ aria-invalid="true" aria-describedby="error" """;
        return new Page("Masuk", error is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, $"""
            <h1>Masuk</h1>
            <p>Pelatihan ASN BPSDM Provinsi DKI Jakarta</p>
            {alert}
            <form method="post" action="/account/login">
              <input type="hidden" name="{html.Encode(tokens.FormFieldName)}" value="{html.Encode(tokens.RequestToken!)}">
              <input type="hidden" name="returnUrl" value="{html.Encode(returnUrl)}">
              <label for="userName">Nama pengguna</label>
              <input id="userName" name="userName" value="{html.Encode(userName)}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="256" required{describedBy}>
              <label for="password">Kata sandi</label>
              <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required{describedBy}>
              <button type="submit">Masuk</button>
            </form>
            """);
    }
}
