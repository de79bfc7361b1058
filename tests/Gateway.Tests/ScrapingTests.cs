using System.Net;

namespace Bpsdm.Gateway.Tests;

public sealed class ScrapingTests : GatewayTest
{
    private const string Token = "a-token-of-the-scraper-with-forty-characters";

    [Fact]
    public async Task Metrics_are_for_the_scraper_alone_whether_the_issuer_is_there_or_not()
    {
        await using var gateway = await Gateway.StartAsync(Nowhere, trustsTests: false, clock: null, ("Telemetry:ScrapeToken", Token));
        foreach (var wrong in (string?[])[null, "", Token[..^1], Token + "x", Token.ToUpperInvariant(), "Bearer"])
        {
            using var refused = await AskAsync(gateway, wrong is null ? null : $"Bearer {wrong}");
            await ShouldBeProblemAsync(refused, HttpStatusCode.Unauthorized);
        }
        using (var refused = await AskAsync(gateway, Token)) refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var answer = await AskAsync(gateway, $"Bearer {Token}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/plain");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("# TYPE process_cpu_time_seconds_total counter");
        text.ShouldNotContain("url_path=\"/metrics\"");
    }

    [Fact]
    public async Task Without_a_token_of_the_scraper_there_are_no_metrics()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("Telemetry:ScrapeToken", ""));
        foreach (var header in (string?[])[null, "Bearer", "Bearer "])
        {
            using var answer = await AskAsync(gateway, header);
            answer.IsSuccessStatusCode.ShouldBeFalse();
        }
    }

    /// <summary>The header as it is written here, valid or not.</summary>
    private static async Task<HttpResponseMessage> AskAsync(Gateway gateway, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        return await gateway.Client().SendAsync(request);
    }
}
