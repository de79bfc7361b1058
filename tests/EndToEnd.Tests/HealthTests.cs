using System.Net;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>What each service says, and still does, while a server is away; nothing of it is restarted.</summary>
[Collection(PlatformCollection.Name)]
public sealed class HealthTests(PlatformFixture fixture)
{
    private static readonly string[] Services = ["identity", "catalogue", "enrolment", "delivery", "certification"];
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Without_the_broker_everybody_is_ready_and_commands_are_taken()
    {
        var pids = Pids();
        await fixture.Platform.StopAsync("messaging");
        try
        {
            foreach (var service in Services.Except(["identity"]))
                await SeeAsync(service, HttpStatusCode.OK, "Degraded", "broker");
            await Eventually.SeeAsync(() => HealthAsync(fixture.Platform.GatewayUrl), h => h is { Code: HttpStatusCode.OK, Status: "Degraded" } && h.Away.Contains("catalogue: broker"));
            await WriteAsync();
        }
        finally
        {
            await fixture.Platform.StartAgainAsync("messaging");
        }
        await AllWellAsync(pids);
    }

    [Fact]
    public async Task Without_the_database_nobody_is_ready_but_all_are_alive_and_what_the_cache_holds_is_read()
    {
        var pids = Pids();
        await fixture.CallAsync(HttpMethod.Get, "/api/catalogue/agencies?limit=7");
        await fixture.Platform.StopAsync("postgres");
        try
        {
            (await fixture.CallAsync(HttpMethod.Get, "/api/catalogue/agencies?limit=7")).GetProperty("items").GetArrayLength().ShouldBe(7);
            foreach (var service in Services)
            {
                await SeeAsync(service, HttpStatusCode.ServiceUnavailable, "Unhealthy", "database");
                using var alive = await Client.GetAsync(new Uri(new Uri(fixture.Platform.AddressOf(service)), "/alive"));
                alive.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            // One report of the whole serves everybody for a second.
            await Eventually.SeeAsync(() => HealthAsync(fixture.Platform.GatewayUrl), health => health.Code == HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await fixture.Platform.StartAgainAsync("postgres");
        }
        await AllWellAsync(pids);
        await WriteAsync();
    }

    [Fact]
    public async Task Without_Redis_everybody_is_ready()
    {
        var pids = Pids();
        await fixture.Platform.StopAsync("cache");
        try
        {
            await SeeAsync("catalogue", HttpStatusCode.OK, "Degraded", "cache");
            await WriteAsync();
        }
        finally
        {
            await fixture.Platform.StartAgainAsync("cache");
        }
        await AllWellAsync(pids);
    }

    private Task<Health> SeeAsync(string service, HttpStatusCode code, string status, string away) =>
        Eventually.SeeAsync(
            () => HealthAsync(new Uri(fixture.Platform.AddressOf(service))), h => h.Code == code && h.Status == status && h.Away.Contains(away),
            TimeSpan.FromSeconds(90), $"{service}: {status} for {away}");

    private async Task AllWellAsync(Dictionary<string, int?> pids)
    {
        await Eventually.SeeAsync(() => HealthAsync(fixture.Platform.GatewayUrl), h => h.Status == "Healthy", TimeSpan.FromSeconds(60));
        Pids().ShouldBe(pids);
    }

    private Dictionary<string, int?> Pids() => Services.ToDictionary(s => s, fixture.Platform.Pid, StringComparer.Ordinal);

    /// <summary>A write, whose database alone is needed.</summary>
    private async Task WriteAsync()
    {
        var admin = await fixture.ServiceTokenAsync("training-admin");
        var made = await fixture.CallAsync(HttpMethod.Post, "/api/catalogue/programmes", admin, new
        {
            code = $"SEHAT-{Guid.NewGuid().ToString("N")[..8].ToUpperInvariant()}",
            title = "Uji kesehatan layanan",
            category = "technical",
            practice = "none",
            modules = new[] { new { title = "Satu", jp = 2, method = "theory" } },
        });
        made.GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);
    }

    private static async Task<Health> HealthAsync(Uri address)
    {
        using var response = await Client.GetAsync(new Uri(address, "/health"));
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return new Health(response.StatusCode, report.GetProperty("status").GetString()!, [.. report.GetProperty("away").EnumerateArray().Select(a => a.GetString()!)]);
    }

    private sealed record Health(HttpStatusCode Code, string Status, string[] Away)
    {
        public override string ToString() => $"{Code} {Status} [{string.Join(", ", Away)}]";
    }
}
