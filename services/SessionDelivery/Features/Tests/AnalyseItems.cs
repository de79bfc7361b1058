using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Attempts">Graded ones; the others are not looked at.</param>
public sealed record AnalysisResponse(Guid OfferingId, string Test, int Attempts, IReadOnlyList<ItemAnalysis> Items);

/// <param name="Given">On how many graded forms it stood.</param>
/// <param name="Answered">How often it was answered.</param>
/// <param name="Full">How often it earned all its points.</param>
/// <param name="Difficulty">p: the mean share of its points, 0 (nobody) to 1 (everybody); unanswered counts as 0.</param>
/// <param name="Discrimination">
/// Correlation of its points with the share of the points that the rest of the form earned (corrected item-total correlation, for right or
/// wrong the point-biserial one), -1 to 1; null where either is the same for all.
/// </param>
/// <param name="UpperLower">p among the best 27 percent of the attempts less p among the last 27 percent; null where it stood on no form of either.</param>
public sealed record ItemAnalysis(
    Guid ItemId, string Code, string Kind, string Text, int Given, int Answered, int Full, decimal Difficulty, double? Discrimination, decimal? UpperLower);

/// <summary>What the answers say about the questions, computed where the answers are.</summary>
internal static class AnalyseItems
{
    private const string Sql =
        """
        WITH graded AS (
          SELECT id, item_ids, row_number() OVER (ORDER BY score, id) AS place, count(*) OVER () AS attempts
          FROM test_attempts WHERE offering_id = $1 AND test = $2 AND score IS NOT NULL),
        marks AS (
          SELECT g.id, i.item, (b.content ->> 'points')::numeric AS points, coalesce(t.earned, 0) AS earned, t.item_id IS NOT NULL AS answered, g.attempts,
            g.place <= greatest(1, round(g.attempts * 0.27)) AS lower, g.place > g.attempts - greatest(1, round(g.attempts * 0.27)) AS upper
          FROM graded g CROSS JOIN LATERAL unnest(g.item_ids) AS i(item) JOIN bank_items b ON b.id = i.item
          LEFT JOIN test_answers t ON t.attempt_id = g.id AND t.item_id = i.item),
        rests AS (
          SELECT *, (sum(earned) OVER form - earned) / nullif(sum(points) OVER form - points, 0) AS rest FROM marks WINDOW form AS (PARTITION BY id))
        SELECT item, count(*)::int, (count(*) FILTER (WHERE answered))::int, (count(*) FILTER (WHERE earned >= points))::int, round(avg(earned / points), 4),
          corr(earned::float8, rest::float8), round((avg(earned / points) FILTER (WHERE upper)) - (avg(earned / points) FILTER (WHERE lower)), 4), max(attempts)::int
        FROM rests GROUP BY item
        """;

    public static async Task<Results<Ok<AnalysisResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, string test, OfferingCache offerings, NpgsqlDataSource dataSource, TestStore store, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is null) return Answers.OfferingNotFound(id);
        var (rows, attempts) = (new List<ItemAnalysis>(), 0);
        await using (var command = dataSource.CreateCommand(Sql))
        {
            command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = id }, new() { Value = test } });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new(
                    reader.GetGuid(0), "", "", "", reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetDecimal(4),
                    reader.IsDBNull(5) ? null : Math.Round(reader.GetDouble(5), 4), reader.IsDBNull(6) ? null : reader.GetDecimal(6)));
                attempts = reader.GetInt32(7);
            }
        }
        var items = await store.ItemsAsync(rows.Select(r => r.ItemId), cancellationToken);
        return TypedResults.Ok(new AnalysisResponse(id, test, attempts, [.. rows.Select(r => Named(r, items[r.ItemId])).OrderBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => r.ItemId)]));
    }

    private static ItemAnalysis Named(ItemAnalysis row, Item item) => row with { Code = item.Code, Kind = item.Body.Kind, Text = item.Text };
}
