using System.Net;
using Bpsdm.Testing;

namespace Bpsdm.Identity.Tests;

[Collection(IdentityCollection.Name)]
public sealed class PruningTests(IdentityFixture identity)
{
    [Fact]
    public async Task What_is_expired_or_redeemed_is_deleted_after_a_day_and_what_is_good_stays()
    {
        var gone = await SignInAsync();
        var old = await SignInAsync();
        var recent = await SignInAsync();
        await AgeAsync(gone.Subject, "creation_date = creation_date - interval '20 days', expiration_date = expiration_date - interval '20 days'");
        await AgeAsync(old.Subject, "creation_date = creation_date - interval '2 days'");

        await using var replica = identity.StartReplica(pruneInterval: TimeSpan.FromMilliseconds(100));

        await Eventually.SeeAsync(async () => (Tokens: await CountAsync("tokens", gone.Subject), Authorizations: await CountAsync("authorizations", gone.Subject)), seen => seen == (0, 0));
        // Of the one who signed in two days ago the redeemed code goes, and the refresh token stays and is good.
        await Eventually.SeeAsync(() => CountAsync("tokens", old.Subject), count => count == 1);
        (await RefreshAsync(old.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // A code redeemed a moment ago stays, so that its replay is recognised.
        (await CountAsync("tokens", recent.Subject)).ShouldBe(2);
    }

    private async Task<(string Subject, string RefreshToken)> SignInAsync()
    {
        var user = await identity.CreateUserAsync();
        using var browser = new Browser(identity.Anonymous().BaseAddress!);
        var code = await browser.CodeAsync(user);
        var answer = await (await identity.PostTokenAsync(
            ("grant_type", "authorization_code"), ("client_id", "bpsdm-web"), ("code", code), ("code_verifier", browser.Verifier), ("redirect_uri", IdentityFixture.RedirectUri))).ReadAsync();
        await using var command = identity.Database.CreateCommand($"SELECT id::text FROM users WHERE user_name = '{user}'");
        return ((string)(await command.ExecuteScalarAsync())!, answer.GetProperty("refresh_token").GetString()!);
    }

    private Task<HttpResponseMessage> RefreshAsync(string token) =>
        identity.PostTokenAsync(("grant_type", "refresh_token"), ("client_id", "bpsdm-web"), ("refresh_token", token));

    private async Task AgeAsync(string subject, string change)
    {
        await identity.ExecuteAsync($"UPDATE tokens SET {change} WHERE subject = '{subject}'");
        await identity.ExecuteAsync($"UPDATE authorizations SET creation_date = creation_date - interval '2 days' WHERE subject = '{subject}'");
    }

    private Task<long> CountAsync(string table, string subject) => identity.CountAsync($"{table} WHERE subject = '{subject}'");
}
