using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Messaging.Outbox;

/// <summary>Ways to write a message in the transaction of its cause. It is published after the commit, at least once.</summary>
public static class OutboxWriting
{
    /// <summary>Publishes <paramref name="message"/> when the context's next <c>SaveChanges</c> commits.</summary>
    /// <param name="db">The service's context; its model holds <c>AddMessagingTables()</c>.</param>
    /// <param name="aggregateId">What it is about: messages of one aggregate keep their order.</param>
    /// <param name="message">A type of Bpsdm.Contracts.</param>
    public static void Publish<T>(this DbContext db, Guid aggregateId, T message) where T : class =>
        db.Set<OutboxMessage>().Add(Entry(aggregateId, message));

    /// <summary>Publishes messages of one aggregate when the transaction commits; one round trip, for set-based SQL.</summary>
    /// <param name="connection">An open connection in a transaction.</param>
    /// <param name="aggregateId">What they are about.</param>
    /// <param name="messages">In the order in which they are to be published.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task PublishAsync<T>(
        this NpgsqlConnection connection, Guid aggregateId, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
        where T : class
    {
        if (messages.Count == 0) return;
        var entries = messages.Select(m => Entry(aggregateId, m)).ToArray();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO messaging.outbox_messages (lane, aggregate_id, message_id, type, body, trace_parent, occurred_at, attempts)
            SELECT $1, $2, m.id, $3, m.body, $4, $5, 0
            FROM unnest($6, $7) WITH ORDINALITY AS m(id, body, n) ORDER BY m.n
            """, connection)
        {
            Parameters =
            {
                new() { Value = entries[0].Lane },
                new() { Value = aggregateId },
                new() { Value = entries[0].Type },
                new() { Value = (object?)entries[0].TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = entries[0].OccurredAt },
                new() { Value = entries.Select(e => e.MessageId).ToArray() },
                new() { Value = entries.Select(e => e.Body).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc cref="PublishAsync{T}(NpgsqlConnection, Guid, IReadOnlyCollection{T}, CancellationToken)"/>
    public static Task PublishAsync<T>(
        this DbContext db, Guid aggregateId, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
        where T : class
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Messages are written in the transaction of their cause, and there is none.");
        return ((NpgsqlConnection)db.Database.GetDbConnection()).PublishAsync(aggregateId, messages, cancellationToken);
    }

    private static OutboxMessage Entry<T>(Guid aggregateId, T message) where T : class => new()
    {
        Lane = OutboxLanes.Of(aggregateId),
        AggregateId = aggregateId,
        MessageId = Guid.CreateVersion7(),
        Type = MessageTypes.UrnOf(typeof(T)),
        Body = MessageTypes.Serialize(message),
        TraceParent = Activity.Current?.Id,
        OccurredAt = DateTimeOffset.UtcNow,
    };
}
