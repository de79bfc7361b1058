using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using NpgsqlTypes;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>Reads and writes the records of many participants as sets: a few round trips, however many they are.</summary>
internal static class ParticipantStore
{
    /// <summary>
    /// Takes the locks under which requests are written: the offerings and the versions of their tests shared, then the
    /// seats, always in the order of the participants' ids, so that two replicas wait and never deadlock. One round trip.
    /// Only the <paramref name="tests"/> that are answered are shared: who checks in does not keep out who sets one.
    /// </summary>
    public static async Task<LockedSeats> LockAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(Guid OfferingId, string Nip)> keys, IEnumerable<Guid> tests)
    {
        var offerings = keys.Select(k => k.OfferingId).Distinct().Order().ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                OfferingLocks.Share(offerings),
                new("SELECT id FROM offerings WHERE id = ANY($1) AND cancelled_at IS NOT NULL") { Parameters = { new() { Value = offerings } } },
                new("SELECT offering_id, version FROM post_tests WHERE offering_id = ANY($1) ORDER BY offering_id FOR SHARE") { Parameters = { new() { Value = tests.Distinct().ToArray() } } },
                new(
                    """
                    SELECT s.offering_id, s.nip, s.participant_id, s.withdrawal_reason
                    FROM seats s JOIN unnest($1::uuid[], $2::text[]) AS k(offering_id, nip) USING (offering_id, nip)
                    ORDER BY s.participant_id FOR NO KEY UPDATE OF s
                    """)
                {
                    Parameters = { new() { Value = keys.Select(k => k.OfferingId).ToArray() }, new() { Value = keys.Select(k => k.Nip).ToArray() } },
                },
            },
        };
        var locked = new LockedSeats();
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) locked.Cancelled.Add(reader.GetGuid(0));
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) locked.TestVersions.Add(reader.GetGuid(0), reader.GetGuid(1));
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            locked.Add((reader.GetGuid(0), reader.GetString(1)), new(reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return locked;
    }

    /// <summary>Fills the records. Statements of their own, after the locks: each sees what was committed while the locks were waited for.</summary>
    public static async Task LoadAsync(NpgsqlConnection connection, Dictionary<Guid, ParticipantRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        var ids = records.Keys.ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])
        [
            "SELECT participant_id, session_id, attended_at, by_classroom FROM attendances WHERE participant_id = ANY($1)",
            "SELECT participant_id, module_id, percent FROM module_progress WHERE participant_id = ANY($1)",
            "SELECT participant_id, number, score, chosen, attempted_at FROM attempts WHERE participant_id = ANY($1)",
            "SELECT participant_id, fact_id, completed, reason, score, decided_at, decided_by FROM outcomes WHERE participant_id = ANY($1)",
            "SELECT participant_id FROM evaluation_hand_ins WHERE participant_id = ANY($1)",
            "SELECT participant_id, min(handed_in_at) FROM test_attempts WHERE participant_id = ANY($1) AND test = 'pre-test' AND handed_in_at IS NOT NULL GROUP BY participant_id",
            .. AttendanceStore.Selects,
            LearningStore.Select,
        ])
            batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = ids } } });

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].Restore(reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetBoolean(3));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].Restore(reader.GetGuid(1), (int)reader.GetInt16(2));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].Restore(new Attempt(
                reader.GetInt16(1), reader.GetDecimal(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<DateTimeOffset>(4)));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].Restore(new Outcome(
                reader.GetGuid(1), reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetDecimal(4), reader.GetFieldValue<DateTimeOffset>(5))
            {
                DecidedBy = reader.IsDBNull(6) ? null : reader.GetString(6),
            });
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) records[reader.GetGuid(0)].RestoreEvaluation();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].RestorePreTest(reader.GetFieldValue<DateTimeOffset>(1));
        await AttendanceStore.ReadAsync(reader, records, cancellationToken);
        await LearningStore.ReadAsync(reader, records, cancellationToken);
    }

    /// <summary>One record, to be read only: nothing is locked.</summary>
    public static async Task<ParticipantRecord> ReadAsync(
        NpgsqlDataSource dataSource, Offering offering, Guid participantId, CancellationToken cancellationToken)
    {
        var record = new ParticipantRecord(participantId, offering);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await LoadAsync(connection, new() { [participantId] = record }, cancellationToken);
        return record;
    }

    /// <summary>Writes what is new in the records. The keys are the guard: with the locks held nothing can be there already.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, IReadOnlyCollection<ParticipantRecord> records)
    {
        await using var batch = new NpgsqlBatch(connection);
        AttendanceStore.Save(batch, records);
        LearningStore.Save(batch, records);
        Add(batch, [.. records.SelectMany(r => r.Changes.Attendance, (r, a) => (Record: r, a.SessionId, a.At, a.ByClassroom))], rows => new(
            """
            INSERT INTO attendances (participant_id, offering_id, session_id, attended_at, by_classroom)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)), Of(rows.Select(r => r.SessionId)),
                Of(rows.Select(r => r.At.UtcDateTime)), Of(rows.Select(r => r.ByClassroom)),
            },
        });
        Add(batch, [.. records.SelectMany(r => r.Changes.Progress, (r, p) => (Record: r, ModuleId: p.Key, p.Value.Percent, p.Value.At))], rows => new(
            """
            INSERT INTO module_progress (participant_id, offering_id, module_id, percent, updated_at)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT (participant_id, module_id) DO UPDATE
            SET percent = greatest(module_progress.percent, excluded.percent), updated_at = excluded.updated_at
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)), Of(rows.Select(r => r.ModuleId)),
                Of(rows.Select(r => (short)r.Percent)), Of(rows.Select(r => r.At.UtcDateTime)),
            },
        });
        Add(batch, [.. records.SelectMany(r => r.Changes.Attempts, (r, a) => (Record: r, Attempt: a))], rows => new(
            """
            INSERT INTO attempts (participant_id, offering_id, number, score, chosen, attempted_at)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)), Of(rows.Select(r => (short)r.Attempt.Number)),
                Of(rows.Select(r => r.Attempt.Score)), Of(rows.Select(r => r.Attempt.Chosen)), Of(rows.Select(r => r.Attempt.AttemptedAt.UtcDateTime)),
            },
        });
        Add(batch, [.. records.Where(r => r.Changes.Outcome is not null).Select(r => (Record: r, Outcome: r.Changes.Outcome!))], rows => new(
            """
            INSERT INTO outcomes (participant_id, offering_id, fact_id, completed, reason, score, decided_at, decided_by)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)), Of(rows.Select(r => r.Outcome.FactId)),
                Of(rows.Select(r => r.Outcome.Completed)), Of(rows.Select(r => r.Outcome.Reason), NpgsqlDbType.Text),
                Of(rows.Select(r => r.Outcome.Score)), Of(rows.Select(r => r.Outcome.DecidedAt.UtcDateTime)), Of(rows.Select(r => r.Outcome.DecidedBy), NpgsqlDbType.Text),
            },
        });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync();
    }
}

/// <param name="Withdrawal">Why it is held no longer; null while it is.</param>
internal sealed record LockedSeat(Guid ParticipantId, string? Withdrawal);

internal sealed class LockedSeats
{
    private readonly Dictionary<(Guid OfferingId, string Nip), LockedSeat> _seats = [];

    public HashSet<Guid> Cancelled { get; } = [];
    public Dictionary<Guid, Guid> TestVersions { get; } = [];

    public LockedSeat? Of(Guid offeringId, string nip) => _seats.GetValueOrDefault((offeringId, nip));

    /// <summary>Of a person's seats in an offering the one that is held counts.</summary>
    public void Add((Guid OfferingId, string Nip) key, LockedSeat seat)
    {
        if (seat.Withdrawal is null) _seats[key] = seat;
        else _seats.TryAdd(key, seat);
    }
}
