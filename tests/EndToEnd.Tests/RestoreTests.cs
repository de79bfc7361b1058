using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Demo;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>A backup in the middle of the main job, with messages on their way, and a new platform that is made of it.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const string HrQueue = "hr.cadangan";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bpsdm-restore-");
    private readonly WebhookReceiver _receiver = new();
    private readonly PlatformFixture _first = new();
    private PlatformFixture _second = null!;
    private bool _firstIsOver;

    public async Task InitializeAsync()
    {
        await _first.InitializeAsync();
        _second = new PlatformFixture { StateFolder = Path.Combine(_folder.FullName, "restored") };
    }

    public async Task DisposeAsync()
    {
        if (!_firstIsOver) await _first.DisposeAsync();
        if (_second.Platform is not null) await _second.DisposeAsync();
        _receiver.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_platform_restored_from_the_middle_of_its_work_loses_nothing_that_the_backup_saw()
    {
        await SubscribeAsync();
        await BindQueueAsync();
        var demo = _first.StartDemo(1200);

        // Certification is paused, so that completions have left the outbox of SessionDelivery and lie with the broker.
        await Eventually.SeeAsync(() => _first.BooksAsync(), books => books.FeedEntries >= 50, TimeSpan.FromMinutes(2));
        await SignalAsync("STOP");
        await Eventually.SeeAsync(OnTheirWayAsync, messages => messages >= 20, TimeSpan.FromMinutes(1));
        var before = await _first.BooksAsync();
        (await Commands.RunAsync(["backup", "--state", _first.StateFolder, "--to", _folder.FullName])).ShouldBe(0);
        await SignalAsync("CONT");

        // What runs is not disturbed; and HR reads on, beyond what the backup has seen.
        await demo.ReconcilesAsync(TimeSpan.FromMinutes(4));
        var read = (await FeedAsync(_first, "")).Next;
        _firstIsOver = true;
        await _first.DisposeAsync();
        _receiver.Forget();

        (await Commands.RunAsync(["restore", Directory.GetDirectories(_folder.FullName, "bpsdm-*").Single(), "--state", _second.StateFolder])).ShouldBe(0);
        await _second.InitializeAsync();
        var after = await Eventually.SeeAsync(() => _second.BooksAsync(), books => books.Agree, TimeSpan.FromMinutes(2));

        after.Confirmed.ShouldBe(1200);
        after.Completed.ShouldBeGreaterThanOrEqualTo(before.Completed);
        after.Certificates.ShouldBeGreaterThanOrEqualTo(before.Certificates + 20);
        (await Queues.WithErrorsAsync(_second.StateFolder)).ShouldBeEmpty();
        var entries = await FeedOfTheRestoredAsync(read);
        entries.Distinct().Count().ShouldBe((int)after.FeedEntries);
        await WaysOfHrGoOnAsync(entries, (int)before.FeedEntries);
        await CertificateVerifiesAsync();
    }

    /// <summary>A cursor from the time that was lost is refused with where to go on; the places after it are given to others.</summary>
    private async Task<List<Guid>> FeedOfTheRestoredAsync(string read)
    {
        var hr = await _second.ServiceTokenAsync("hr-system");
        using var refusal = await _second.SendAsync(HttpMethod.Get, $"/api/hr/completions?after={read}", hr);
        refusal.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var problem = JsonDocument.Parse(await refusal.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("urn:bpsdm:problem:feed-restored");
        var (all, end) = await FeedAsync(_second, "");
        var (since, same) = await FeedAsync(_second, problem.GetProperty("next").GetString()!);
        since.Count.ShouldBeInRange(20, all.Count - 1);
        all.TakeLast(since.Count).ShouldBe(since);
        same.ShouldBe(end);
        return all;
    }

    private async Task WaysOfHrGoOnAsync(List<Guid> entries, int toldBefore)
    {
        // The queue of an HR system is there again, and has everything of the last days; so has a receiver what it had not taken.
        using var management = Queues.Management(_second.StateFolder);
        await Eventually.SeeAsync(
            async () => (await management.GetFromJsonAsync<JsonElement>($"/api/queues/%2F/{HrQueue}")).TryGetProperty("messages", out var messages) ? messages.GetInt32() : 0,
            messages => messages >= entries.Count, TimeSpan.FromSeconds(30));
        await Eventually.SeeAsync(() => Task.FromResult(_receiver.Ids), ids => entries.Skip(toldBefore).All(ids.Contains), TimeSpan.FromSeconds(60));
        _receiver.Ids.Except(entries).ShouldBeEmpty();
        _receiver.Forged.ShouldBe(0);
    }

    /// <summary>The page, and the credential, whose key only the secrets of the backup can open.</summary>
    private async Task CertificateVerifiesAsync()
    {
        var feed = await _second.CallAsync(HttpMethod.Get, "/api/hr/completions?limit=1", await _second.ServiceTokenAsync("hr-system"));
        var address = new Uri(feed.GetProperty("items")[0].GetProperty("certificate").GetProperty("verificationUrl").GetString()!).AbsolutePath;
        (await _second.CallAsync(HttpMethod.Get, address)).GetProperty("status").GetString().ShouldBe("valid");
        var credential = await _second.Gateway.GetStringAsync($"{address}/credential");
        var key = JsonDocument.Parse(Base64Url.DecodeFromChars(credential.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;
        (await _second.CallAsync(HttpMethod.Get, new Uri(key).AbsolutePath)).GetProperty("kty").GetString().ShouldBe("EC");
    }

    private async Task SubscribeAsync()
    {
        var hr = await _first.ServiceTokenAsync("hr-system");
        var made = await _first.CallAsync(HttpMethod.Put, $"/api/hr/webhooks/{Guid.NewGuid()}", hr, new { url = _receiver.Url, description = "pulih" });
        _receiver.Trust(made.GetProperty("secret").GetString()!);
    }

    private async Task BindQueueAsync()
    {
        using var management = Queues.Management(_first.StateFolder);
        using var queue = await management.PutAsJsonAsync($"/api/queues/%2F/{HrQueue}", new { durable = true, arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" } });
        queue.EnsureSuccessStatusCode();
        using var binding = await management.PostAsJsonAsync($"/api/bindings/%2F/e/bpsdm.hr.completions/q/{HrQueue}", new { routing_key = "#" });
        binding.EnsureSuccessStatusCode();
    }

    /// <summary>Completions that SessionDelivery has sent and Certification has not handled.</summary>
    private async Task<long> OnTheirWayAsync() =>
        await Books.CountAsync(_first.Platform.AddressOf("deliverydb"), "messaging.sent_messages WHERE type LIKE '%:participant-completed:%'")
        - await Books.CountAsync(_first.Platform.AddressOf("certificationdb"), "messaging.inbox_messages WHERE consumer = 'issue-certificates'");

    private Task SignalAsync(string signal) => Programs.RunAsync("bash", "-c", $"kill -{signal} {_first.Platform.Pid("certification")}");

    private static async Task<(List<Guid> Ids, string Next)> FeedAsync(PlatformFixture platform, string cursor)
    {
        var hr = await platform.ServiceTokenAsync("hr-system");
        var ids = new List<Guid>();
        while (true)
        {
            var page = await platform.CallAsync(HttpMethod.Get, $"/api/hr/completions?limit=1000&after={cursor}", hr);
            cursor = page.GetProperty("next").GetString()!;
            if (page.GetProperty("items").GetArrayLength() == 0) return (ids, cursor);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
        }
    }
}
