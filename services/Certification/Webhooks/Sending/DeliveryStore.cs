using Npgsql;

namespace Bpsdm.Certification.Webhooks.Sending;

/// <param name="Attempts">Before this one.</param>
internal sealed record Claimed(Guid FactId, long Position, int Attempts);

/// <param name="Due">When to try again; null where it was taken, or is parked.</param>
internal sealed record Result(Claimed Message, Answer Answer, DateTimeOffset At, DateTimeOffset? Due, bool Parked);

/// <summary>The statements of sending, each over many messages. Any number of replicas may run them.</summary>
internal sealed class DeliveryStore(NpgsqlDataSource database)
{
    /// <summary>Entries of the feed that one statement looks at, so that a subscription with a narrow filter never holds one for long.</summary>
    private const int Window = 5000;

    /// <summary>Subscriptions that have something to do, by the feed or by a message that is due.</summary>
    public async Task<List<Guid>> WithWorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT s.id FROM webhook_subscriptions s, hr_feed f
            WHERE f.id = 1 AND s.active AND (s.rest_until IS NULL OR s.rest_until <= $1)
              AND (s.position < f.last_position OR (SELECT min(d.due_at) FROM webhook_deliveries d WHERE d.subscription_id = s.id) <= $1)
            """);
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>Makes messages of the next entries of the feed. Positions become visible in their order, so none is passed over.</summary>
    /// <returns>Whether it moved on; there may be more.</returns>
    public async Task<bool> FanOutAsync(Guid subscription, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH s AS (SELECT id, position, agencies, kinds FROM webhook_subscriptions WHERE id = $1 AND active FOR UPDATE SKIP LOCKED),
            part AS (SELECT s.*, least(f.last_position, s.position + $2) AS last FROM s, hr_feed f WHERE f.id = 1),
            made AS (
                INSERT INTO webhook_deliveries (subscription_id, fact_id, position, nip, attempts, due_at)
                SELECT p.id, e.fact_id, e.position, c.nip, 0, $3
                FROM part p JOIN hr_entries e ON e.position > p.position AND e.position <= p.last JOIN certificates c ON c.id = e.certificate_id
                WHERE (cardinality(p.agencies) = 0 OR c.agency_code = ANY(p.agencies)) AND (cardinality(p.kinds) = 0 OR c.kind = ANY(p.kinds))
                ON CONFLICT DO NOTHING)
            UPDATE webhook_subscriptions w SET position = p.last FROM part p WHERE w.id = p.id AND p.last > p.position
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = (long)Window });
        command.Parameters.Add(new() { Value = now });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// Takes messages that are due, the oldest first; of each person only the first that is on its way. They are due again after
    /// <paramref name="lease"/>, so what a process took with it when it died is sent by another.
    /// </summary>
    public async Task<List<Claimed>> ClaimAsync(Guid subscription, int count, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH due AS (
                SELECT subscription_id, fact_id FROM webhook_deliveries d
                WHERE subscription_id = $1 AND due_at <= $2 AND NOT EXISTS (
                    SELECT FROM webhook_deliveries b
                    WHERE b.subscription_id = $1 AND b.nip = d.nip AND b.position < d.position AND b.due_at IS NOT NULL)
                ORDER BY due_at, position LIMIT $3 FOR UPDATE SKIP LOCKED)
            UPDATE webhook_deliveries d SET due_at = $4 FROM due WHERE d.subscription_id = due.subscription_id AND d.fact_id = due.fact_id
            RETURNING d.fact_id, d.position, d.attempts
            """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = count });
        command.Parameters.Add(new() { Value = now + lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<Claimed>();
        while (await reader.ReadAsync(cancellationToken)) claimed.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt32(2)));
        return claimed;
    }

    /// <summary>Gives back messages that were not tried after all.</summary>
    public async Task ReleaseAsync(Guid subscription, Guid[] facts, DateTimeOffset due)
    {
        if (facts.Length == 0) return;
        await using var command = database.CreateCommand("UPDATE webhook_deliveries SET due_at = $3 WHERE subscription_id = $1 AND fact_id = ANY($2)");
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = facts });
        command.Parameters.Add(new() { Value = due });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Writes what became of messages, and how the receiver does.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="results">Of one claim.</param>
    /// <param name="failures">Attempts that failed in a row until now.</param>
    /// <param name="rest">Until when the receiver is left in peace.</param>
    /// <param name="stopped">Why nothing is sent to it any more.</param>
    public async Task RecordAsync(Guid subscription, IReadOnlyCollection<Result> results, int failures, DateTimeOffset? rest, string? stopped)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(
            """
            UPDATE webhook_deliveries d SET attempts = r.attempts, last_attempt_at = r.at, last_status = r.status, last_error = r.error,
                last_milliseconds = r.milliseconds, due_at = r.due, delivered_at = CASE WHEN r.error IS NULL THEN r.at END,
                parked_at = CASE WHEN r.parked THEN r.at END
            FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::int[], $6::text[], $7::int[], $8::timestamptz[], $9::bool[])
                AS r(fact_id, attempts, at, status, error, milliseconds, due, parked)
            WHERE d.subscription_id = $1 AND d.fact_id = r.fact_id
            """)
        {
            Parameters =
            {
                new() { Value = subscription },
                new() { Value = results.Select(r => r.Message.FactId).ToArray() },
                new() { Value = results.Select(r => r.Message.Attempts + 1).ToArray() },
                new() { Value = results.Select(r => r.At.UtcDateTime).ToArray() },
                new() { Value = results.Select(r => r.Answer.Status).ToArray() },
                new() { Value = results.Select(r => r.Answer.Error).ToArray() },
                new() { Value = results.Select(r => r.Answer.Milliseconds).ToArray() },
                new() { Value = results.Select(r => r.Due?.UtcDateTime).ToArray() },
                new() { Value = results.Select(r => r.Parked).ToArray() },
            },
        });
        batch.BatchCommands.Add(new(
            "UPDATE webhook_subscriptions SET failures = $2, rest_until = $3, active = active AND $4::text IS NULL, stopped_reason = coalesce($4, stopped_reason) WHERE id = $1")
        {
            Parameters =
            {
                new() { Value = subscription },
                new() { Value = failures },
                new() { Value = (object?)rest?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                new() { Value = (object?)stopped ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        });
        // Not cancelled with the process: what was taken need not be sent again.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
