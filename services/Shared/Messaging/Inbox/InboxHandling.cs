using System.Diagnostics;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using MassTransit;
using MassTransit.Logging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Bpsdm.Messaging.Inbox;

/// <summary>Gives a message its effect once, however often it is delivered.</summary>
public static class InboxHandling
{
    private static readonly ActivitySource Source = new("Bpsdm.Messaging.Inbox");

    /// <summary>
    /// One transaction: the inbox row, the effects of <paramref name="handle"/> (tracked changes are saved), the messages
    /// that it publishes, commit. A message that was handled before has no further effect.
    /// </summary>
    /// <param name="db">The consumer's own context, fresh for this attempt (retry stands outside and takes a new scope).</param>
    /// <param name="context">The delivery.</param>
    /// <param name="signal">Wakes the relay after the commit.</param>
    /// <param name="consumer">Stable name of the consumer: part of the key.</param>
    /// <param name="handle">Works on the context or, for set-based SQL, on its connection, which is in the transaction.</param>
    /// <returns>False when it had been handled before.</returns>
    public static Task<bool> HandleOnceAsync<T>(
        this DbContext db, ConsumeContext<T> context, OutboxSignal signal, string consumer, Func<NpgsqlConnection, Task> handle)
        where T : class =>
        db.HandleOnceAsync([context], signal, consumer, (connection, _) => handle(connection), context.CancellationToken);

    /// <summary>As for one message, with only those of the batch that are new; for <c>IConsumer&lt;Batch&lt;T&gt;&gt;</c>.</summary>
    public static async Task<bool> HandleOnceAsync<T>(
        this DbContext db, IReadOnlyCollection<ConsumeContext<T>> deliveries, OutboxSignal signal, string consumer,
        Func<NpgsqlConnection, IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
        where T : class
    {
        using var activity = Source.StartFor($"handle {consumer}", ActivityKind.Internal, CausesOf(deliveries));
        var started = Stopwatch.GetTimestamp();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var fresh = await ClaimAsync(connection, deliveries.Select(IdOf).Distinct().ToArray(), consumer, cancellationToken);
        if (fresh.Count == 0)
        {
            InboxMetrics.Handled(consumer, 0, deliveries.Count, Stopwatch.GetElapsedTime(started));
            return false;
        }

        // A batch may hold the same message twice: the first one counts.
        await handle(connection, [.. deliveries.DistinctBy(IdOf).Where(d => fresh.Contains(IdOf(d))).Select(d => d.Message)]);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
        InboxMetrics.Handled(consumer, fresh.Count, deliveries.Count - fresh.Count, Stopwatch.GetElapsedTime(started));
        return true;
    }

    /// <summary>A batch is handled in the trace of one of its messages, or of none: where each was sent is written on it.</summary>
    private static IEnumerable<ActivityContext> CausesOf<T>(IReadOnlyCollection<ConsumeContext<T>> deliveries) where T : class =>
        deliveries.Count == 1 && Activity.Current is { } current
            ? [current.Context]
            : deliveries.Select(d => ActivityContext.TryParse(d.Headers.Get<string>(DiagnosticHeaders.ActivityId), null, isRemote: true, out var sent) ? sent : default);

    private static Guid IdOf<T>(ConsumeContext<T> delivery) where T : class =>
        delivery.MessageId ?? throw new InvalidOperationException("A message without an id cannot be handled once.");

    private static async Task<HashSet<Guid>> ClaimAsync(
        NpgsqlConnection connection, Guid[] ids, string consumer, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO messaging.inbox_messages (message_id, consumer, handled_at)
            SELECT id, $2, now() FROM unnest($1) AS id ORDER BY id
            ON CONFLICT DO NOTHING RETURNING message_id
            """, connection) { Parameters = { new() { Value = ids }, new() { Value = consumer } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var fresh = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken)) fresh.Add(reader.GetGuid(0));
        return fresh;
    }
}
