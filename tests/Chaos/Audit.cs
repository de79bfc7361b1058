using System.Net.Http.Json;
using System.Text.Json;
using Bpsdm.Demo;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.Chaos;

/// <param name="Lost">Facts that one place knows and another, which should, does not.</param>
/// <param name="Doubled">Facts too many somewhere, ids and numbers that occur twice.</param>
/// <param name="Left">Messages in outboxes and in error queues.</param>
internal readonly record struct Balance(long Lost, long Doubled, long Left, string Differences)
{
    public bool IsEven => Lost == 0 && Doubled == 0 && Left == 0;
}

/// <summary>What went in against what stands in each service and came to each HR system, since the platform stands.</summary>
internal sealed class Audit(LocalPlatform platform, Load load, HttpClient broker)
{
    private readonly HashSet<Guid> _fromBroker = [];

    /// <summary>Looks until everything is even, or its time is over.</summary>
    public async Task<Balance> SettleAsync(TimeSpan within)
    {
        var balance = default(Balance);
        try
        {
            await Wait.UntilAsync(within, async () => (balance = await ReadAsync()).IsEven, () => "");
        }
        catch (TimeoutException)
        {
            // The balance says what is not even.
        }
        return balance;
    }

    private async Task<Balance> ReadAsync()
    {
        var books = await Books.ReadAsync(platform.AddressOf);
        var feed = await load.FeedAsync();
        var ids = feed.Select(c => c.Id).ToHashSet();
        await load.Ways.TakeFromBrokerAsync(_fromBroker);
        var fromWebhook = load.Ways.FromWebhook;
        (string Where, long Is, long ShouldBe)[] sums =
        [
            ("confirmed", books.Confirmed, load.Seated), ("seats", books.Seats, load.Seated), ("completed", books.Completed, load.Passed),
            ("certificates", books.Certificates, load.Passed), ("entries for HR", books.FeedEntries, load.Passed), ("JP credited", books.Credited, load.Passed),
            ("ids in the feed", ids.Count, load.Passed), ("feed that came by the broker", ids.Count(_fromBroker.Contains), ids.Count),
            ("feed that came by webhook", ids.Count(fromWebhook.Contains), ids.Count), ("numbers missing in the series", -Outcome.MissingNumbers(feed), 0),
            ("completions in the feed", feed.Count, ids.Count), ("certificate numbers", feed.Count, feed.DistinctBy(c => c.Certificate.Number, StringComparer.Ordinal).Count()),
            ("ids of the broker", _fromBroker.Count, _fromBroker.Count(ids.Contains)), ("ids by webhook", fromWebhook.Count, fromWebhook.Count(ids.Contains)),
        ];
        var errors = await InErrorQueuesAsync();
        return new Balance(
            sums.Sum(s => Math.Max(0, s.ShouldBe - s.Is)), sums.Sum(s => Math.Max(0, s.Is - s.ShouldBe)), books.Waiting + errors.Sum(e => e.Messages),
            string.Join("; ", sums.Where(s => s.Is != s.ShouldBe).Select(s => $"{s.Where}: {s.Is}, not {s.ShouldBe}")
                .Concat(errors.Select(e => $"{e.Queue}: {e.Messages}")).Append(books.Waiting > 0 ? $"in outboxes: {books.Waiting}" : "").Where(d => d.Length > 0)));
    }

    private async Task<List<(string Queue, long Messages)>> InErrorQueuesAsync() =>
        [.. (await broker.GetFromJsonAsync<JsonElement>("/api/queues")).EnumerateArray()
            .Select(q => (Queue: q.GetProperty("name").GetString()!, Messages: q.TryGetProperty("messages", out var messages) ? messages.GetInt64() : 0))
            .Where(q => q.Messages > 0 && q.Queue.EndsWith("_error", StringComparison.Ordinal))];
}
