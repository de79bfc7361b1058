using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests.Hr;

/// <summary>The example of an HR system in JavaScript (docs/examples/hr-consumer), as the user of HR systems, against the feed.</summary>
[Collection(CertificationTests.Name)]
public sealed class HrConsumerTests
{
    [Fact]
    public async Task It_has_exactly_the_ids_of_the_feed_though_it_is_killed_and_its_connection_is_cut()
    {
        await using var own = await OwnService.StartAsync();
        var service = own.Service;
        var file = Path.Combine(Path.GetTempPath(), $"bpsdm-hr-{Guid.NewGuid():N}.jsonl");
        try
        {
            await using (var first = await StartAsync(service, file))
            {
                for (var i = 0; i < 10; i++) await service.Broker.PublishAsync(service.Message(CertificationFixture.Offering(), 400));
                await Eventually.SeeAsync(() => Task.FromResult(Lines(file).Length), kept => kept >= 100);
                await first.KillAsync();
            }
            // What a crash in the middle of a write leaves.
            await File.AppendAllTextAsync(file, "{\"specversion\":\"1.0\",\"id\":\"cut o");
            await service.IssueAsync(service.Message(CertificationFixture.Offering(), 300));

            await using var second = await StartAsync(service, file);
            await HasTheFeedAsync(service, file, 4_300);
            await CutAsync(service);
            await service.IssueAsync(service.Message(CertificationFixture.Offering(), 200));
            await HasTheFeedAsync(service, file, 4_500);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<ServiceProcess> StartAsync(CertificationFixture service, string file)
    {
        var consumer = await Node.StartExampleAsync("hr-consumer", "consumer.js", new Dictionary<string, string>
        {
            ["BPSDM_BROKER"] = service.HrVirtualHost.ToString(), ["BPSDM_QUEUE"] = "hr.contoh", ["BPSDM_STORE"] = file,
        });
        await Eventually.SeeAsync(() => Task.FromResult(consumer.Log), log => log.Contains("reading hr.contoh", StringComparison.Ordinal));
        return consumer;
    }

    private static async Task HasTheFeedAsync(CertificationFixture service, string file, int count)
    {
        await Eventually.SeeAsync(() => Task.FromResult(Lines(file).Length), kept => kept >= count, TimeSpan.FromSeconds(60));
        var kept = Lines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetGuid()).ToList();
        var feed = await FeedAsync(service);
        feed.Count.ShouldBe(count);
        kept.ShouldBe(feed, ignoreOrder: true);
    }

    private static async Task<List<Guid>> FeedAsync(CertificationFixture service)
    {
        using var client = service.AsHrSystem();
        var ids = new List<Guid>();
        for (var cursor = ""; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/hr/completions?limit=1000&after={cursor}");
            if (page.GetProperty("items").GetArrayLength() == 0) return ids;
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString()!;
        }
    }

    /// <summary>Ends the connections of the HR user as an administrator would.</summary>
    private static async Task CutAsync(CertificationFixture service)
    {
        var management = (await TestServers.GetAsync()).Management;
        var host = service.VirtualHost.AbsolutePath[1..];
        // The list is a statistic and lags behind.
        var names = await Eventually.SeeAsync(
            async () => (await management.GetFromJsonAsync<JsonElement>($"/api/vhosts/{host}/connections")).EnumerateArray()
                .Where(c => c.TryGetProperty("user", out var user) && user.GetString() == "hr").Select(c => c.GetProperty("name").GetString()!).ToList(),
            found => found.Count > 0);
        foreach (var name in names)
        {
            using var cut = await management.DeleteAsync($"/api/connections/{Uri.EscapeDataString(name)}");
            if (cut.StatusCode != HttpStatusCode.NotFound) cut.EnsureSuccessStatusCode();
        }
    }

    private static string[] Lines(string file) =>
        File.Exists(file) ? File.ReadAllText(file) is var text && text.LastIndexOf('\n') is > 0 and var end ? text[..end].Split('\n') : [] : [];
}
