using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Xml.Linq;
using Bpsdm.Identity.Keys;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Identity.Tests;

[Collection(IdentityCollection.Name)]
public sealed class DiscoveryTests(IdentityFixture identity)
{
    [Fact]
    public async Task Discovery_answers_at_the_inner_address_with_the_issuer_of_the_outer()
    {
        var client = identity.Anonymous();
        var document = await (await client.GetAsync("/.well-known/openid-configuration")).ReadAsync();

        document.GetProperty("issuer").GetString().ShouldBe(IdentityFixture.Issuer);
        document.GetProperty("jwks_uri").GetString().ShouldBe(new Uri(client.BaseAddress!, "/.well-known/jwks").ToString());
        document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()).ShouldBe(["S256"]);
    }

    [Fact]
    public async Task Behind_the_gateway_the_addresses_are_the_gateways()
    {
        var client = identity.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "bpsdm.test");
        var document = await (await client.GetAsync("/.well-known/openid-configuration")).ReadAsync();
        document.GetProperty("token_endpoint").GetString().ShouldBe("https://bpsdm.test/connect/token");
    }

    [Fact]
    public async Task The_key_set_has_public_keys_only()
    {
        var keys = (await (await identity.Anonymous().GetAsync("/.well-known/jwks")).ReadAsync()).GetProperty("keys").EnumerateArray().ToList();
        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(k => k.GetProperty("alg").GetString() == "ES256");
        keys.ShouldAllBe(k => !k.GetRawText().Contains("\"d\""));
    }

    [Fact]
    public async Task A_service_accepts_the_token_by_discovery_alone_also_after_a_restart_of_the_issuer()
    {
        var early = await identity.ClientTokenAsync("operator");
        await using var replica = identity.StartReplica();
        await using var service = await StartServiceAsync(replica.CreateClient().BaseAddress!);
        var late = await (await IdentityFixture.PostTokenAsync(
            replica.CreateClient(), ("grant_type", "client_credentials"), ("client_id", "operator"), ("client_secret", IdentityFixture.ClientSecret))).ReadAsync();

        (await AskAsync(service, early)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(service, late.GetProperty("access_token").GetString()!)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(service, await identity.ClientTokenAsync("hr-system"))).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(service, early[..^4] + "AAAA")).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(service, Testing.TestTokens.Create(Roles.Operator, issuer: IdentityFixture.Issuer))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task While_the_issuer_is_away_a_service_calls_no_token_bad_and_once_it_is_back_it_takes_it()
    {
        var token = await identity.ClientTokenAsync("operator");
        var port = Testing.FreePort.Next();
        await using var service = await StartServiceAsync(new Uri($"http://127.0.0.1:{port}"));

        using var away = await SendAsync(service, token);
        away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.Headers.RetryAfter.ShouldNotBeNull();
        away.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        await using var replica = identity.StartReplica(port: port);
        (await AskAsync(service, token)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(service, token[..^4] + "AAAA")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_of_one_replica_is_good_at_another()
    {
        using var browser = new Browser(identity.Anonymous().BaseAddress!);
        var code = await browser.CodeAsync(Roles.Operator);
        await using var replica = identity.StartReplica();
        var answer = await IdentityFixture.PostTokenAsync(
            replica.CreateClient(), ("grant_type", "authorization_code"), ("client_id", "bpsdm-web"), ("code", code), ("code_verifier", browser.Verifier), ("redirect_uri", IdentityFixture.RedirectUri));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_second_migrate_step_keeps_the_keys_and_the_accounts()
    {
        var before = (Keys: await identity.CountAsync("server_keys"), Clients: await identity.CountAsync("clients"), Roles: await identity.CountAsync("users WHERE user_name IN ('learner', 'instructor', 'agency-admin', 'training-admin', 'hr-system', 'operator')"));
        await identity.MigrateAsync();
        before.ShouldBe((2, 9, 6));
        (await identity.CountAsync("server_keys")).ShouldBe(2);
        (await identity.CountAsync("clients")).ShouldBe(9);
        (await identity.CountAsync("server_keys WHERE pem NOT LIKE '-----BEGIN ENCRYPTED PRIVATE KEY-----%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_session_of_one_replica_is_one_at_another_and_its_keys_cannot_be_read_from_the_database()
    {
        await using var replica = identity.StartReplica();
        var cookie = identity.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("uji").Protect("isi");
        replica.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("uji").Unprotect(cookie).ShouldBe("isi");

        (await identity.CountAsync("data_protection_keys WHERE xml LIKE '%XmlOpener%'")).ShouldBeGreaterThan(0);
        (await identity.CountAsync("data_protection_keys WHERE xml LIKE '%masterKey%' OR xml NOT LIKE '%XmlOpener%'")).ShouldBe(0);
    }

    [Fact]
    public void What_was_sealed_with_another_password_or_was_changed_does_not_open()
    {
        var sealedXml = SealedXml.Seal(new XElement("kunci", "rahasia"), "sandi");
        SealedXml.Open(sealedXml, "sandi").Value.ShouldBe("rahasia");
        Should.Throw<CryptographicException>(() => SealedXml.Open(sealedXml, "lain"));
        var changed = Convert.FromBase64String(sealedXml);
        changed[^1] ^= 1;
        Should.Throw<CryptographicException>(() => SealedXml.Open(Convert.ToBase64String(changed), "sandi"));
    }

    [Fact]
    public async Task Health_is_open_and_other_addresses_are_closed()
    {
        var client = identity.Anonymous();
        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var closed = await client.GetAsync("/rahasia");
        closed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        closed.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    /// <summary>A service with the token validation that every service has.</summary>
    private static async Task<WebApplication> StartServiceAsync(Uri identityAddress)
    {
        var builder = WebApplication.CreateBuilder([$"--services:identity:http:0={identityAddress}"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("uji");
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/rahasia", () => Results.Ok()).RequireRoles(Roles.Operator);
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpStatusCode> AskAsync(WebApplication service, string token)
    {
        using var answer = await SendAsync(service, token);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(WebApplication service, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync("/rahasia");
    }
}
