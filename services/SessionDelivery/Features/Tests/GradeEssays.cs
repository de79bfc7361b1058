using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.SessionDelivery.Features.Tests;

public sealed record GradeRequest(decimal? Points, string? Comment = null);

/// <param name="Score">Of the attempt, once all of it is graded.</param>
public sealed record GradeResponse(Guid AttemptId, Guid ItemId, decimal Points, string? Comment, decimal? Score);

/// <summary>An instructor grades an essay. The last one of an attempt makes its score; until then a grade may be changed.</summary>
internal static class GradeEssays
{
    public static async Task<Results<Ok<GradeResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, string test, Guid attemptId, Guid itemId, GradeRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, TestStore store, ScoreRecorder recorder,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (request?.Points is not { } points) return Problems.Invalid("points", "Nilai wajib diisi.");
        if (request.Comment is { Length: > ItemRules.MaxText } || request.Comment?.Contains('\0', StringComparison.Ordinal) is true)
            return Problems.Invalid("comment", $"Komentar paling panjang {ItemRules.MaxText} huruf, tanpa karakter kendali.");
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var attempt = (await TestStore.ReadAsync(
            connection, "a.id = $1 AND a.offering_id = $2 AND a.test = $3 FOR NO KEY UPDATE",
            [new() { Value = attemptId }, new() { Value = id }, new() { Value = test }], cancellationToken)).SingleOrDefault();
        if (attempt is null || !attempt.Answers.TryGetValue(itemId, out var answer)) return Problems.NotFound($"Jawaban atas soal {itemId} pada percobaan {attemptId}");

        var items = await store.ItemsAsync(attempt.ItemIds, cancellationToken);
        if (items[itemId].Body is not Essay) return Problems.Unprocessable("not-an-essay", "Soal ini dinilai oleh sistem.");
        if (attempt.HandedInAt is null) return Problems.Conflict("attempt-running", "Percobaan ini belum dikumpulkan.");
        if (points < 0 || points > items[itemId].Points) return Problems.Invalid("points", $"Nilai antara 0 dan {items[itemId].Points}.");
        points = Math.Round(points, 2) + 0.00m;
        if (attempt.Score is not null)
        {
            return answer.Earned == points
                ? TypedResults.Ok(new GradeResponse(attemptId, itemId, points, answer.Comment, attempt.Score))
                : Problems.Conflict("already-graded", "Percobaan ini sudah selesai dinilai dan nilainya sudah dicatat.");
        }

        var score = TestGrader.ScoreOf(attempt, items, item => item == itemId ? points : attempt.Answers[item].Earned);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("UPDATE test_answers SET earned = $3, comment = $4, graded_by = $5, graded_at = $6 WHERE attempt_id = $1 AND item_id = $2")
                {
                    Parameters =
                    {
                        new() { Value = attemptId }, new() { Value = itemId }, new() { Value = points },
                        new() { Value = (object?)request.Comment ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = user.Subject() }, new() { Value = time.Now().UtcDateTime },
                    },
                },
                new("UPDATE test_attempts SET score = $2 WHERE id = $1")
                {
                    Parameters = { new() { Value = attemptId }, new() { Value = (object?)score ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        await recorder.RecordAsync(attemptId, cancellationToken);
        return TypedResults.Ok(new GradeResponse(attemptId, itemId, points, request.Comment, score));
    }
}
