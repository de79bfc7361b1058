using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Waiting">All that wait; <paramref name="Essays"/> are the first of them.</param>
public sealed record WaitingEssays(Guid OfferingId, string Test, int Waiting, IReadOnlyList<EssayResponse> Essays);

/// <summary>An essay that waits for its grade. Who wrote it is not said.</summary>
/// <param name="Explanation">What the authors of the question say about grading it.</param>
public sealed record EssayResponse(Guid AttemptId, Guid ItemId, string Text, string? Explanation, int Points, string Answer, DateTimeOffset HandedInAt);

/// <summary>What an instructor has to read, the longest waiting first. What was graded is gone from it, so the first page is always the next one.</summary>
internal static class ListEssays
{
    private const int MaxEssays = 100;

    public static async Task<Results<Ok<WaitingEssays>, ProblemHttpResult>> HandleAsync(
        Guid id, string test, OfferingCache offerings, NpgsqlDataSource dataSource, TestStore store, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is null) return Answers.OfferingNotFound(id);
        var (waiting, total) = (new List<(Guid Attempt, Guid Item, Response Answer, DateTimeOffset At)>(), 0L);
        await using (var command = dataSource.CreateCommand(
            """
            SELECT t.attempt_id, t.item_id, t.answer, a.handed_in_at, count(*) OVER () FROM test_attempts a JOIN test_answers t ON t.attempt_id = a.id
            WHERE a.offering_id = $1 AND a.test = $2 AND a.handed_in_at IS NOT NULL AND a.score IS NULL AND t.earned IS NULL
            ORDER BY a.handed_in_at, t.attempt_id, t.item_id LIMIT $3
            """))
        {
            command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = id }, new() { Value = test }, new() { Value = MaxEssays } });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                waiting.Add((reader.GetGuid(0), reader.GetGuid(1), BankStore.Read<Response>(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3)));
                total = reader.GetInt64(4);
            }
        }
        var items = await store.ItemsAsync(waiting.Select(w => w.Item), cancellationToken);
        return TypedResults.Ok(new WaitingEssays(id, test, (int)total, waiting.ConvertAll(w => new EssayResponse(
            w.Attempt, w.Item, items[w.Item].Text, items[w.Item].Explanation, items[w.Item].Points, w.Answer is Written written ? written.Text : "", w.At))));
    }
}
