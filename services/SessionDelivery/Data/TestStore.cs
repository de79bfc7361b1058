using System.Collections.Concurrent;
using Bpsdm.SessionDelivery.Domain.Tests;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>An attempt with what has been answered so far.</summary>
internal sealed record TestAttempt(
    Guid Id, Guid OfferingId, Guid ParticipantId, string Test, int Number, int? CountsAs, long Seed, bool Shuffle, int PassScore, Guid[] ItemIds,
    DateTimeOffset StartedAt, DateTimeOffset Deadline, DateTimeOffset? HandedInAt, decimal? Score)
{
    public Dictionary<Guid, TestAnswer> Answers { get; } = [];

    /// <summary>Its time is over, though nobody has handed it in yet.</summary>
    public bool IsOverdue(DateTimeOffset now) => HandedInAt is null && now > Deadline;
}

internal sealed record TestAnswer(int Revision, Response Response, decimal? Earned, string? Comment);

/// <summary>Attempts and their answers. Items never change, so they are kept in the process once they were read.</summary>
internal sealed class TestStore(NpgsqlDataSource dataSource)
{
    private const int MaxItems = 20_000;
    private const string Columns =
        "a.id, a.offering_id, a.participant_id, a.test, a.number, a.counts_as, a.seed, a.shuffle, a.pass_score, a.item_ids, a.started_at, a.deadline, a.handed_in_at, a.score";

    private readonly ConcurrentDictionary<Guid, Item> _items = new();

    public async Task<TestAttempt?> FindAsync(Guid participantId, string test, int number, bool withAnswers, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var attempts = await ReadAsync(
            connection, "a.participant_id = $1 AND a.test = $2 AND a.number = $3",
            [new() { Value = participantId }, new() { Value = test }, new() { Value = number }], cancellationToken, withAnswers);
        return attempts.SingleOrDefault();
    }

    /// <param name="where">Which of them; their rows are locked where it says so.</param>
    /// <param name="withAnswers">Whether what was answered is wanted too.</param>
    public static async Task<List<TestAttempt>> ReadAsync(
        NpgsqlConnection connection, string where, NpgsqlParameter[] values, CancellationToken cancellationToken, bool withAnswers = true)
    {
        var attempts = new List<TestAttempt>();
        await using (var command = new NpgsqlCommand($"SELECT {Columns} FROM test_attempts a WHERE {where}", connection))
        {
            command.Parameters.AddRange(values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                attempts.Add(new(
                    reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetInt32(5),
                    reader.GetInt64(6), reader.GetBoolean(7), reader.GetInt32(8), reader.GetFieldValue<Guid[]>(9), reader.GetFieldValue<DateTimeOffset>(10),
                    reader.GetFieldValue<DateTimeOffset>(11), reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12), reader.IsDBNull(13) ? null : reader.GetDecimal(13)));
            }
        }
        if (!withAnswers || attempts.Count == 0) return attempts;

        // A statement of its own, after the locks: it sees the answers that were waited for.
        var byId = attempts.ToDictionary(a => a.Id);
        await using var answers = new NpgsqlCommand("SELECT attempt_id, item_id, revision, answer, earned, comment FROM test_answers WHERE attempt_id = ANY($1)", connection)
        {
            Parameters = { new() { Value = byId.Keys.ToArray() } },
        };
        await using var rows = await answers.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            byId[rows.GetGuid(0)].Answers.Add(rows.GetGuid(1), new(
                rows.GetInt32(2), BankStore.Read<Response>(rows.GetString(3)), rows.IsDBNull(4) ? null : rows.GetDecimal(4), rows.IsDBNull(5) ? null : rows.GetString(5)));
        }
        return attempts;
    }

    public async Task<Dictionary<Guid, Item>> ItemsAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var items = new Dictionary<Guid, Item>();
        var unread = new List<Guid>();
        foreach (var id in ids.Distinct())
        {
            if (_items.TryGetValue(id, out var known)) items.Add(id, known);
            else unread.Add(id);
        }
        if (unread.Count == 0) return items;
        if (_items.Count > MaxItems) _items.Clear();
        await using var command = dataSource.CreateCommand("SELECT id, content FROM bank_items WHERE id = ANY($1)");
        command.Parameters.Add(new() { Value = unread.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) items[reader.GetGuid(0)] = _items[reader.GetGuid(0)] = BankStore.Read<Item>(reader.GetString(1));
        return items;
    }

    /// <summary>
    /// Keeps an answer while the attempt runs; the lock it shares makes it follow or precede the hand-in as a whole. Of two
    /// messages the greater revision stands, of two with one revision always the same: their order makes no difference.
    /// </summary>
    /// <returns>The revision that stands now, or null where the attempt was over.</returns>
    public async Task<int?> SaveAsync(Guid attemptId, Guid itemId, int revision, Response response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            WITH running AS (SELECT id FROM test_attempts WHERE id = $1 AND handed_in_at IS NULL AND deadline >= $5 FOR SHARE)
            INSERT INTO test_answers AS t (attempt_id, item_id, revision, answer, saved_at) SELECT id, $2, $3, $4, $5 FROM running
            ON CONFLICT (attempt_id, item_id) DO UPDATE SET
              revision = greatest(t.revision, excluded.revision),
              answer = CASE WHEN (excluded.revision, excluded.answer) > (t.revision, t.answer) THEN excluded.answer ELSE t.answer END,
              saved_at = CASE WHEN (excluded.revision, excluded.answer) > (t.revision, t.answer) THEN excluded.saved_at ELSE t.saved_at END
            RETURNING revision
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = attemptId }, new() { Value = itemId }, new() { Value = revision },
            new() { Value = BankStore.Write(response), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = now.UtcDateTime },
        });
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
