using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Bpsdm.Gateway.Tests;

public sealed class HealthTests : GatewayTest
{
    private static readonly string[] Checks = ["self", "accepting", "cache", "catalogue", "enrolment", "delivery", "certification", "identity", "operations"];

    [Fact]
    public async Task However_many_ask_each_service_is_asked_once_a_second()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await Gateway.StartAsync(Backend.Address, trustsTests: true, clock);
        var client = gateway.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync("/health")));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        Backend.Asked("/health").ShouldBe(6);

        clock.Advance(TimeSpan.FromMilliseconds(999));
        await client.GetAsync("/health?again");
        Backend.Asked("/health").ShouldBe(6);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.GetAsync("/health");
        Backend.Asked("/health").ShouldBe(12);
    }

    [Fact]
    public async Task It_says_which_service_is_away_and_nothing_else()
    {
        await using var gateway = await Gateway.StartAsync(Backend.Address, ("services:certification:http:0", Nowhere), ("ConnectionStrings:cache", "127.0.0.1:9"));
        using var response = await gateway.Client().GetAsync("/health");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        report.EnumerateObject().Select(p => p.Name).ShouldBe(["status", "checks", "away"], ignoreOrder: true);
        report.GetProperty("status").GetString().ShouldBe("Unhealthy");
        var checks = report.GetProperty("checks").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString());
        checks.Keys.ShouldBe(Checks, ignoreOrder: true);
        report.GetProperty("away").EnumerateArray().Select(a => a.GetString()).ShouldBe(["cache", "certification"], ignoreOrder: true);
        checks["certification"].ShouldBe("Unhealthy");
        checks["cache"].ShouldBe("Degraded");
        checks.Where(c => c.Key is not ("certification" or "cache")).ShouldAllBe(c => c.Value == "Healthy");
    }

    [Fact]
    public async Task The_gateway_is_alive_while_a_service_is_away()
    {
        await using var gateway = await Gateway.StartAsync(Nowhere);
        (await gateway.Client().GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
