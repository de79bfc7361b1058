using System.Collections.Concurrent;
using System.Diagnostics;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Hr;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks.Sending;

/// <summary>
/// Sends each entry of the feed to whoever subscribed, at least once, each person's in their order. A subscription is worked
/// on by itself: one that does not answer costs the others nothing. Without work it asks once in <see cref="Poll"/>.
/// </summary>
internal sealed partial class WebhookSender(
    DeliveryStore store, WebhookClient client, IServiceScopeFactory scopes, CertificationMetrics metrics, IOptions<WebhookOptions> webhooks,
    IOptions<CertificationOptions> certification, IOptions<PlatformOptions> platform, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Guid, Task> _working = new();
    private readonly TimeSpan[] _pauses = webhooks.Value.Pauses.Count > 0 ? [.. webhooks.Value.Pauses] : WebhookOptions.DefaultPauses;

    /// <summary>Longer than the attempts of a whole batch can take.</summary>
    private TimeSpan Lease => webhooks.Value.Timeout * (1 + Batch / webhooks.Value.Parallel) + TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll, time);
        try
        {
            do await StartAsync(stoppingToken); while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        await Task.WhenAll(_working.Values);
    }

    private new async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var id in await store.WithWorkAsync(time.Now(), cancellationToken))
            {
                if (_working.TryGetValue(id, out var task) && !task.IsCompleted) continue;
                _working[id] = Task.Run(() => WorkAsync(id, cancellationToken), CancellationToken.None);
            }
            foreach (var (id, task) in _working)
            {
                if (task.IsCompleted) _working.TryRemove(KeyValuePair.Create(id, task));
            }
        }
#pragma warning disable CA1031 // The database is away: the next turn asks again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogInterrupted(e.Message);
        }
    }

    /// <summary>Works on one subscription until there is nothing left for now.</summary>
    private async Task WorkAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && await SendSomeAsync(id, cancellationToken))
            {
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // What was claimed is due again after its lease.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogInterrupted(e.Message);
        }
    }

    private async Task<bool> SendSomeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertificationDb>();
        var now = time.Now();
        if (await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { Active: true } subscription || subscription.RestUntil > now)
            return false;

        var moved = await store.FanOutAsync(id, now, cancellationToken);
        // One that failed the last time is tried with a single message first.
        var claimed = await store.ClaimAsync(id, subscription.Failures > 0 ? 1 : Batch, now, Lease, cancellationToken);
        if (claimed.Count == 0) return moved;

        var items = await ReadAsync(db, claimed, cancellationToken);
        var answers = new ConcurrentBag<Result>();
        var failing = 0;
        await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = webhooks.Value.Parallel }, async (message, _) =>
        {
            // The receiver went away within the batch: the rest waits with it, no attempt counted.
            if (cancellationToken.IsCancellationRequested || Volatile.Read(ref failing) > 0) return;
            var body = HrCloudEvent.Encode(HrCloudEvent.Of(items[message.Position], certification.Value.EventSource), out var contentType);
            using var activity = CertificationMetrics.Traces.StartFor("send webhook", ActivityKind.Producer, [items[message.Position].TraceParent]);
            var answer = await client.SendAsync(subscription, message.FactId.ToString(), body, contentType, CancellationToken.None);
            if (answer.Away || answer.Gone) Interlocked.Increment(ref failing);
            answers.Add(Judge(message, answer));
        });
        await store.ReleaseAsync(id, [.. claimed.Select(c => c.FactId).Except(answers.Select(a => a.Message.FactId))], now);
        if (!answers.IsEmpty) await RecordAsync(subscription, [.. answers]);
        return failing == 0;
    }

    private Result Judge(Claimed message, Answer answer)
    {
        var now = time.Now();
        if (answer.Taken) return new(message, answer, now, Due: null, Parked: false);
        return message.Attempts < _pauses.Length
            ? new(message, answer, now, now + _pauses[message.Attempts], Parked: false)
            : new(message, answer, now, Due: null, Parked: true);
    }

    private async Task RecordAsync(Subscription subscription, Result[] results)
    {
        var away = results.Where(r => r.Answer.Away).ToList();
        var failures = away.Count == 0 ? 0 : subscription.Failures + 1;
        var rest = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures - 1), webhooks.Value.MaxRest.TotalSeconds));
        if (away.Select(r => r.Answer.RetryAfter).Max() is { } asked && asked > rest) rest = asked < TimeSpan.FromHours(1) ? asked : TimeSpan.FromHours(1);
        var stopped = Array.Exists(results, r => r.Answer.Gone) ? "Penerima menjawab 410 (Gone): pengiriman dihentikan." : null;

        await store.RecordAsync(subscription.Id, results, failures, failures > 0 ? time.Now() + rest : null, stopped);
        metrics.Delivered(results.Count(r => r.Answer.Taken), "delivered");
        metrics.Delivered(results.Count(r => r.Due is not null), "failed");
        metrics.Delivered(results.Count(r => r.Parked), "parked");
        if (failures > 0) LogAway(subscription.Id, failures, rest.TotalSeconds, away[0].Answer.Error!);
    }

    private async Task<Dictionary<long, HrItem>> ReadAsync(CertificationDb db, List<Claimed> claimed, CancellationToken cancellationToken)
    {
        var positions = claimed.Select(c => c.Position).ToArray();
        var entries = await db.FeedAt(positions).ToListAsync(cancellationToken);
        return entries.ToDictionary(e => e.Position, e => HrItem.Of(e, certification.Value, platform.Value));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks are not sent for a moment; entries wait in the feed: {Error}")]
    private partial void LogInterrupted(string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Receiver of webhook subscription {Subscription} failed {Failures} times in a row and rests {Seconds} s: {Error}")]
    private partial void LogAway(Guid subscription, int failures, double seconds, string error);
}
