using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Messaging.Outbox;

internal readonly record struct OutboxRow(long Id, Guid AggregateId, Guid MessageId, string Type, byte[] Body, string? TraceParent, short Attempts);

/// <summary>The SQL of one lane's turn. The lane's advisory lock is the claim: it ends with the transaction, whatever happens.</summary>
internal sealed class OutboxLaneReader(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>First key of the advisory locks of the outbox ("outb"); the second is the lane.</summary>
    private const int LockSpace = 0x6F757462;

    public static async Task<short[]> LanesWithWorkAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        // A walk over the index, one step a lane, whatever the depth of the outbox.
        await using var command = dataSource.CreateCommand(
            """
            SELECT l::smallint FROM generate_series(0, $1 - 1) AS l
            WHERE EXISTS (SELECT 1 FROM messaging.outbox_messages o WHERE o.lane = l::smallint AND o.parked_at IS NULL)
            """);
        command.Parameters.Add(new() { Value = OutboxLanes.Count });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lanes = new List<short>();
        while (await reader.ReadAsync(cancellationToken)) lanes.Add(reader.GetInt16(0));
        return [.. lanes];
    }

    public async Task<bool> TryClaimAsync(short lane, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT pg_try_advisory_xact_lock($1, $2)", LockSpace, (int)lane);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The lane's next messages; an aggregate whose earlier message failed or was parked is held back whole.</summary>
    public async Task<List<OutboxRow>> ReadAsync(short lane, OutboxOptions options, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            SELECT o.id, o.aggregate_id, o.message_id, o.type, o.body, o.trace_parent, o.attempts
            FROM messaging.outbox_messages o
            WHERE o.lane = $1 AND o.parked_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM messaging.outbox_messages h
                WHERE h.attempts > 0 AND h.lane = $1 AND h.aggregate_id = o.aggregate_id AND h.id <= o.id
                  AND (h.parked_at IS NOT NULL OR h.next_attempt_at > now()))
            ORDER BY o.id
            LIMIT $2
            """, lane, options.BatchRows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OutboxRow>();
        var bytes = 0;
        // Leaving the reader early cancels the rest of the rows: a lane of bulk messages costs no more memory than this.
        while (bytes < options.BatchBytes && await reader.ReadAsync(cancellationToken))
        {
            var row = new OutboxRow(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3),
                reader.GetFieldValue<byte[]>(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetInt16(6));
            bytes += row.Body.Length;
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>Takes what the broker has confirmed out of the outbox, and keeps it for a restore.</summary>
    public async Task KeepAsSentAsync(long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) return;
        await using var command = Command(
            """
            WITH sent AS (DELETE FROM messaging.outbox_messages WHERE id = ANY($1) RETURNING *)
            INSERT INTO messaging.sent_messages (id, lane, aggregate_id, message_id, type, body, trace_parent, occurred_at, sent_at)
            SELECT id, lane, aggregate_id, message_id, type, body, trace_parent, occurred_at, now() FROM sent
            """, ids);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task HoldBackAsync(OutboxRow row, Exception error, bool park, TimeSpan pause, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            UPDATE messaging.outbox_messages
            SET attempts = attempts + 1, error = $2, next_attempt_at = now() + $4,
                parked_at = CASE WHEN $3 THEN now() END
            WHERE id = $1
            """, row.Id, error.Message, park, pause);
        command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Interval;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
