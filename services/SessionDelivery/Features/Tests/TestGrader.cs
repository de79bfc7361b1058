using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Npgsql;
using NpgsqlTypes;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Ends attempts and grades what needs no person; a score that counts then goes on to the participant's record.</summary>
internal sealed class TestGrader(NpgsqlDataSource dataSource, TestStore store, ScoreRecorder recorder, TimeProvider time)
{
    private const int BatchSize = 200;

    /// <summary>Once it was handed in, nothing changes any more.</summary>
    public async Task HandInAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await HandInAsync("a.id = $1 AND a.handed_in_at IS NULL FOR NO KEY UPDATE", [new() { Value = attemptId }], cancellationToken);
        await recorder.RecordAsync(attemptId, cancellationToken);
    }

    /// <summary>Hands in what is over, though nobody is connected. What another replica has in hand is passed over.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> HandInOverdueAsync(CancellationToken cancellationToken) => await HandInAsync(
        "a.handed_in_at IS NULL AND a.deadline < $1 ORDER BY a.deadline LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
        [new() { Value = time.Now().UtcDateTime }, new() { Value = BatchSize }], cancellationToken) == BatchSize;

    /// <summary>Null while a person must still grade. Unanswered earns nothing.</summary>
    public static decimal? ScoreOf(TestAttempt attempt, Dictionary<Guid, Item> items, Func<Guid, decimal?> earned)
    {
        var all = attempt.ItemIds.Select(id => attempt.Answers.ContainsKey(id) ? earned(id) : 0).ToList();
        return all.Contains(null) ? null : Grading.Score(all.Sum()!.Value, attempt.ItemIds.Sum(id => items[id].Points));
    }

    private async Task<int> HandInAsync(string which, NpgsqlParameter[] values, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var attempts = await TestStore.ReadAsync(connection, which, values, cancellationToken);
        if (attempts.Count == 0) return 0;

        var items = await store.ItemsAsync(attempts.SelectMany(a => a.ItemIds), cancellationToken);
        var earned = attempts.SelectMany(a => a.Answers, (a, answer) => (Key: (Attempt: a.Id, Item: answer.Key), Points: PointsOf(items[answer.Key], answer.Value)))
            .ToDictionary(e => e.Key, e => e.Points);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    UPDATE test_answers t SET earned = g.earned FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) AS g(attempt, item, earned)
                    WHERE t.attempt_id = g.attempt AND t.item_id = g.item
                    """)
                {
                    Parameters = { Of(earned.Keys.Select(k => k.Attempt)), Of(earned.Keys.Select(k => k.Item)), Of(earned.Values, NpgsqlDbType.Numeric) },
                },
                // Whoever is late is late by the server's clock: it counts as handed in at the deadline.
                new("UPDATE test_attempts t SET handed_in_at = least(t.deadline, $3), score = g.score FROM unnest($1::uuid[], $2::numeric[]) AS g(id, score) WHERE t.id = g.id")
                {
                    Parameters =
                    {
                        Of(attempts.Select(a => a.Id)), Of(attempts.Select(a => ScoreOf(a, items, item => earned[(a.Id, item)])), NpgsqlDbType.Numeric),
                        new() { Value = time.Now().UtcDateTime },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return attempts.Count;
    }

    private static decimal? PointsOf(Item item, TestAnswer answer) =>
        Grading.Share(item.Body, answer.Response) is { } share ? Math.Round(share * item.Points, 8) : null;
}
