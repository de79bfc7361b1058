using System.Net;
using Bpsdm.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bpsdm.Identity.Tests;

[Collection(IdentityCollection.Name)]
public sealed class SignInTests(IdentityFixture identity)
{
    private Browser Browser() => new(identity.Anonymous().BaseAddress!);

    private Task<HttpResponseMessage> RedeemAsync(string code, string verifier, string client = "bpsdm-web") => identity.PostTokenAsync(
        ("grant_type", "authorization_code"), ("client_id", client), ("code", code), ("code_verifier", verifier), ("redirect_uri", IdentityFixture.RedirectUri));

    private Task<HttpResponseMessage> RefreshAsync(string token, string client = "bpsdm-web") =>
        identity.PostTokenAsync(("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token));

    [Theory]
    [InlineData(Roles.Learner, "bpsdm-web")]
    [InlineData(Roles.Instructor, "bpsdm-mobile")]
    [InlineData(Roles.AgencyAdmin, "bpsdm-web")]
    [InlineData(Roles.TrainingAdmin, "bpsdm-web")]
    [InlineData(Roles.HrSystem, "bpsdm-web")]
    [InlineData(Roles.Operator, "bpsdm-web")]
    public async Task A_user_signs_in_and_gets_a_token_with_their_role(string user, string client)
    {
        using var browser = Browser();
        var answer = await (await RedeemAsync(await browser.CodeAsync(user, client), browser.Verifier, client)).ReadAsync();

        var token = new JsonWebToken(answer.GetProperty("access_token").GetString());
        token.GetClaim(TokenClaims.Role).Value.ShouldBe(user);
        token.Audiences.ShouldBe([TokenClaims.Audience]);
        if (user == Roles.Learner) token.Subject.ShouldBe(IdentityFixture.Nip);
        if (user == Roles.AgencyAdmin) token.GetClaim(TokenClaims.Agency).Value.ShouldBe("OPD-09");
        token.TryGetClaim("account_id", out _).ShouldBeFalse();
        answer.GetProperty("id_token").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("refresh_token").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_code_is_redeemed_once_and_its_replay_revokes_what_it_gave()
    {
        using var browser = Browser();
        var code = await browser.CodeAsync(Roles.Operator);
        var first = await (await RedeemAsync(code, browser.Verifier)).ReadAsync();

        await (await RedeemAsync(code, browser.Verifier)).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        await (await RefreshAsync(first.GetProperty("refresh_token").GetString()!)).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_wrong_verifier_gets_nothing()
    {
        using var browser = Browser();
        await (await RedeemAsync(await browser.CodeAsync(Roles.Operator), new string('a', 43))).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_code_of_another_client_gets_nothing()
    {
        using var browser = Browser();
        var code = await browser.CodeAsync(Roles.Operator);
        await (await RedeemAsync(code, browser.Verifier, "bpsdm-mobile")).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Theory]
    [InlineData(false, "S256")]
    [InlineData(true, "plain")]
    public async Task A_request_without_s256_proof_is_refused(bool pkce, string method)
    {
        using var browser = Browser();
        var answer = await browser.GetAsync(browser.AuthorizeAddress(pkce: pkce, method: method));
        await ShouldBeErrorPageAsync(answer, "invalid_request");
    }

    [Fact]
    public async Task Where_the_platform_is_reached_by_https_the_session_is_for_https_only()
    {
        await using var replica = identity.StartReplica("https://bpsdm.test");
        using var browser = new Browser(replica.CreateClient().BaseAddress!);
        var answer = await browser.LoginAsync(Roles.Operator, IdentityFixture.UserPassword, "/");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("bpsdm.session=", StringComparison.Ordinal));
        cookie.ShouldContain("; secure");
        cookie.ShouldContain("; httponly");
    }

    [Theory]
    [InlineData("https://jahat.example/callback")]
    [InlineData("http://127.0.0.1/callback/lain")]
    [InlineData("http://127.0.0.1.jahat.example/callback")]
    public async Task A_foreign_redirect_address_is_refused_here_and_not_followed(string redirect)
    {
        using var browser = Browser();
        var answer = await browser.GetAsync(browser.AuthorizeAddress(redirectUri: redirect));
        answer.Headers.Location.ShouldBeNull();
        await ShouldBeErrorPageAsync(answer, "invalid_request");
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/authorize?client_id=tidak-ada&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback")]
    [InlineData("/connect/authorize?client_id=%3Cscript%3Ealert(1)%3C%2Fscript%3E&response_type=code")]
    [InlineData("/connect/endsession?post_logout_redirect_uri=https%3A%2F%2Fjahat.example%2F")]
    public async Task What_cannot_be_told_to_the_client_a_person_reads_in_Indonesian(string address)
    {
        using var browser = Browser();
        await ShouldBeErrorPageAsync(await browser.GetAsync(address), "invalid_");
    }

    private static async Task ShouldBeErrorPageAsync(HttpResponseMessage answer, string code)
    {
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, page);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.ShouldContain("""<html lang="id">""");
        page.ShouldContain("<h1>Permintaan ditolak</h1>");
        page.ShouldContain($"<code>{code}");
        page.ShouldNotContain("error_description");
        page.ShouldNotContain("<script");
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in_where_the_client_forbids_it()
    {
        using var browser = Browser();
        var answer = await browser.GetAsync(browser.AuthorizeAddress(more: "&prompt=none"));
        Tests.Browser.Parameter(answer.Headers.Location!, "error").ShouldBe("login_required");
    }

    [Fact]
    public async Task A_refresh_token_rotates_and_its_reuse_revokes_the_chain()
    {
        using var browser = Browser();
        var first = (await (await RedeemAsync(await browser.CodeAsync(Roles.Operator), browser.Verifier)).ReadAsync()).GetProperty("refresh_token").GetString()!;
        var second = (await (await RefreshAsync(first)).ReadAsync()).GetProperty("refresh_token").GetString()!;
        second.ShouldNotBe(first);
        var third = (await (await RefreshAsync(second)).ReadAsync()).GetProperty("refresh_token").GetString()!;

        await (await RefreshAsync(first)).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        await (await RefreshAsync(third)).ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_refreshed_token_has_the_role_of_today()
    {
        var user = await identity.CreateUserAsync();
        using var browser = Browser();
        var first = (await (await RedeemAsync(await browser.CodeAsync(user), browser.Verifier)).ReadAsync()).GetProperty("refresh_token").GetString()!;
        await using (var change = identity.Database.CreateCommand($"UPDATE users SET role = 'learner' WHERE user_name = '{user}'"))
            await change.ExecuteNonQueryAsync();

        var token = new JsonWebToken((await (await RefreshAsync(first)).ReadAsync()).GetProperty("access_token").GetString());
        token.GetClaim(TokenClaims.Role).Value.ShouldBe(Roles.Learner);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        var user = await identity.CreateUserAsync();
        using var browser = Browser();
        var address = browser.AuthorizeAddress();
        for (var i = 0; i < 5; i++)
            (await browser.LoginAsync(user, "salah-salah-salah", address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var locked = await browser.LoginAsync(user, IdentityFixture.UserPassword, address);
        locked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await locked.Content.ReadAsStringAsync()).ShouldContain("""role="alert""");
    }

    [Fact]
    public async Task An_unknown_user_reads_the_same_words_as_a_wrong_password()
    {
        using var browser = Browser();
        var unknown = await (await browser.LoginAsync("tidak-ada", "salah-salah-salah", "/")).Content.ReadAsStringAsync();
        var wrong = await (await browser.LoginAsync(await identity.CreateUserAsync(), "salah-salah-salah", "/")).Content.ReadAsStringAsync();
        Alert(unknown).ShouldBe(Alert(wrong));

        static string Alert(string html) => html[html.IndexOf("<p class=\"error\"", StringComparison.Ordinal)..html.IndexOf("<form", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task A_login_without_the_antiforgery_token_is_refused()
    {
        using var browser = Browser();
        var answer = await browser.LoginAsync(Roles.Operator, IdentityFixture.UserPassword, "/", antiforgery: false);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("https://jahat.example/")]
    [InlineData("//jahat.example/connect/authorize?")]
    [InlineData("/\\jahat.example")]
    public async Task The_login_never_leads_to_an_address_that_a_link_brought_along(string returnUrl)
    {
        using var browser = Browser();
        var answer = await browser.LoginAsync(Roles.Operator, IdentityFixture.UserPassword, returnUrl);
        answer.Headers.Location!.ToString().ShouldBe("/account/login");
    }

    [Fact]
    public async Task The_login_page_lets_no_script_in_and_encodes_what_was_typed()
    {
        using var browser = Browser();
        var answer = await browser.LoginAsync("\"><script>alert(1)</script>", "salah-salah-salah", "/");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("script-src");
    }

    [Fact]
    public async Task After_logging_out_the_next_request_asks_for_the_password_again()
    {
        using var browser = Browser();
        await browser.CodeAsync(Roles.Operator);
        (await browser.GetAsync(browser.AuthorizeAddress())).Headers.Location!.ToString().ShouldStartWith(IdentityFixture.RedirectUri);

        var signedOut = await browser.GetAsync("/connect/endsession");
        signedOut.Headers.Location!.ToString().ShouldBe("/account/signed-out");
        (await browser.GetAsync(browser.AuthorizeAddress())).Headers.Location!.ToString().ShouldStartWith("/account/login");
    }
}
