using System.Net;
using Bpsdm.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class CrossOriginTests : GatewayTest
{
    private const string Ours = "https://pelatihan.example";
    private const string AlsoOurs = "https://peserta.example:8443";
    private const string Foreign = "https://penipu.example";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    private Task<Gateway> StartAsync() => Gateway.StartAsync(Backend.Address, ("Cors:Origins:0", Ours), ("Cors:Origins:1", AlsoOurs));

    [Theory]
    [InlineData("/api/catalogue/programmes", "GET")]
    [InlineData(Imports, "POST")]
    [InlineData("/connect/token", "POST")]
    public async Task A_preflight_is_answered_at_the_gateway(string path, string method)
    {
        await using var gateway = await StartAsync();
        using var response = await PreflightAsync(gateway, Ours, path, method);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        One(response, AllowOrigin).ShouldBe(Ours);
        One(response, "Access-Control-Allow-Methods").ShouldContain(method);
        One(response, "Access-Control-Allow-Headers").ShouldContain("authorization");
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        Backend.Asked(path).ShouldBe(0);
    }

    [Fact]
    public async Task A_page_of_ours_reads_answers_errors_and_what_the_cache_gives()
    {
        await using var gateway = await StartAsync();
        foreach (var origin in (string[])[Ours, AlsoOurs, Ours])
        {
            using var read = await AskAsync(gateway, origin, "/api/catalogue/agencies");
            One(read, AllowOrigin).ShouldBe(origin);
            One(read, "Access-Control-Expose-Headers").ShouldBe("ETag,Location,Retry-After");
        }
        using var refused = await AskAsync(gateway, Ours, "/api/hr/completions");
        await ShouldBeProblemAsync(refused, HttpStatusCode.Unauthorized);
        One(refused, AllowOrigin).ShouldBe(Ours);
    }

    [Fact]
    public async Task A_page_of_another_origin_reads_nothing()
    {
        await using var gateway = await StartAsync();
        (await PreflightAsync(gateway, Foreign, Imports, "POST")).Headers.Contains(AllowOrigin).ShouldBeFalse();
        (await AskAsync(gateway, Foreign, "/api/catalogue/agencies")).Headers.Contains(AllowOrigin).ShouldBeFalse();
        // Nor where the answer was kept for a page that may.
        One(await AskAsync(gateway, Ours, "/api/catalogue/agencies"), AllowOrigin).ShouldBe(Ours);
        (await AskAsync(gateway, Foreign, "/api/catalogue/agencies")).Headers.Contains(AllowOrigin).ShouldBeFalse();
    }

    [Fact]
    public async Task No_origin_is_allowed_where_none_is_set()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address);
        (await PreflightAsync(gateway, Ours, Imports, "POST")).Headers.Contains(AllowOrigin).ShouldBeFalse();
        (await AskAsync(gateway, Ours, "/api/catalogue/agencies")).Headers.Contains(AllowOrigin).ShouldBeFalse();
        Backend.Asked(Imports).ShouldBe(0);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("pelatihan.example")]
    [InlineData("https://pelatihan.example/")]
    [InlineData("https://pelatihan.example/app")]
    public async Task A_setting_that_is_no_origin_stops_the_start(string origin)
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => Gateway.StartAsync(Backend.Address, ("Cors:Origins:0", origin)));
        refusal.Message.ShouldContain($"'{origin}'");
    }

    private static Task<HttpResponseMessage> PreflightAsync(Gateway gateway, string origin, string path, string method) =>
        gateway.Client().SendAsync(new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", method }, { "Access-Control-Request-Headers", "authorization,content-type" } },
        });

    private static Task<HttpResponseMessage> AskAsync(Gateway gateway, string origin, string path) =>
        gateway.Client().SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", origin } } });

    private static string One(HttpResponseMessage response, string header) => response.Headers.GetValues(header).Single();
}
