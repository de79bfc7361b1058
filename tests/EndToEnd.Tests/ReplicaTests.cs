using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Two replicas of everything, on a platform of their own: one after another is restarted, and one is killed, under requests.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ReplicaTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new() { Replicas = 2 };
    private LocalPlatform _platform = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        (_platform, _client) = (_fixture.Platform, _fixture.Gateway);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _fixture.ServiceTokenAsync("training-admin"));
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_rolling_restart_fails_no_request_and_a_kill_fails_no_read()
    {
        var rolled = await UnderLoadAsync(async () =>
        {
            foreach (var name in (string[])["catalogue", "catalogue-2"])
            {
                await _platform.StopAsync(name);
                await _platform.StartAgainAsync(name);
                await HealthyAsync();
            }
        });
        rolled.Failures.ShouldBeEmpty();
        rolled.Reads.ShouldBeGreaterThan(50);
        rolled.Writes.ShouldBeGreaterThan(50);

        var killed = await UnderLoadAsync(async () =>
        {
            _platform.Kill("catalogue").ShouldBeTrue();
            await HealthyAsync();
        });
        killed.Failures.Where(f => f.StartsWith("GET", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prometheus_watches_each_replica()
    {
        var query = Uri.EscapeDataString("count by (job) (up{job!~\"messaging|queues\"} == 1)");
        var watched = await Eventually.SeeAsync(async () =>
        {
            using var answer = JsonDocument.Parse(await _fixture.AskPrometheusAsync($"query?query={query}"));
            return answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .ToDictionary(r => r.GetProperty("metric").GetProperty("job").GetString()!, r => r.GetProperty("value")[1].GetString()!);
        }, watched => watched.Count == 7 && watched.Values.All(count => count == "2"));
        watched.Keys.ShouldBe(["gateway", "identity", "catalogue", "enrolment", "delivery", "certification", "operations"], ignoreOrder: true);
    }

    private async Task<(int Reads, int Writes, string[] Failures)> UnderLoadAsync(Func<Task> act)
    {
        var failures = new ConcurrentQueue<string>();
        var (reads, writes, ended) = (0, 0, false);
        var readers = Task.Run(async () =>
        {
            // An address of its own each time: none is answered by the gateway's cache.
            while (!Volatile.Read(ref ended)) await CountAsync(() => _client.GetAsync($"/api/catalogue/agencies?limit=5&n={reads++}"), "GET", failures);
        });
        var writers = Task.Run(async () =>
        {
            while (!Volatile.Read(ref ended))
            {
                writes++;
                await CountAsync(() => _client.PostAsJsonAsync("/api/catalogue/programmes", Programme()), "POST", failures);
            }
        });
        await act();
        Volatile.Write(ref ended, true);
        await Task.WhenAll(readers, writers);
        return (reads, writes, [.. failures]);
    }

    private static async Task CountAsync(Func<Task<HttpResponseMessage>> send, string method, ConcurrentQueue<string> failures)
    {
        try
        {
            using var answer = await send();
            if (!answer.IsSuccessStatusCode) failures.Enqueue($"{method} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException e)
        {
            failures.Enqueue($"{method} {e.Message}");
        }
    }

    private static object Programme() => new
    {
        code = $"GILIR-{Guid.NewGuid().ToString("N")[..10].ToUpperInvariant()}",
        title = "Uji mulai ulang bergilir",
        category = "technical",
        practice = "none",
        modules = new[] { new { title = "Satu", jp = 2, method = "theory" } },
    };

    private Task HealthyAsync() => Eventually.SeeAsync(
        () => _client.GetStringAsync("/health"), health => health.Contains("\"status\":\"Healthy\"", StringComparison.Ordinal), TimeSpan.FromSeconds(90));
}
