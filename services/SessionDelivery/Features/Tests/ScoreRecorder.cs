using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>
/// Takes the score of a post-test into the participant's record, by the same writer as every other fact: there is one record
/// and one rule. Until that is done the attempt is marked as unrecorded, and the sweep does it again.
/// </summary>
internal sealed class ScoreRecorder(NpgsqlDataSource dataSource, OfferingCache offerings, DeliveryWriter writer, TimeProvider time)
{
    private const int BatchSize = 200;

    public Task RecordAsync(Guid attemptId, CancellationToken cancellationToken) => RecordAsync("a.id = $1", attemptId, cancellationToken);

    /// <summary>Scores that have not reached their records yet.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RecordOutstandingAsync(CancellationToken cancellationToken) =>
        await RecordAsync("true ORDER BY a.handed_in_at LIMIT $1", BatchSize, cancellationToken) == BatchSize;

    private async Task<int> RecordAsync(string which, object value, CancellationToken cancellationToken)
    {
        var scores = await ReadAsync(which, value, cancellationToken);
        var taken = await Task.WhenAll(scores.Select(async s =>
            await offerings.GetAsync(s.OfferingId, cancellationToken) is { Offering: var offering }
            // Whatever else refuses it refuses it for ever: the offering was closed or cancelled, the seat withdrawn, the outcome decided.
            && (await writer.SubmitAsync(new Command(offering, s.Nip, s.Attempt), cancellationToken)).Refusal is not (Refusal.Busy or Refusal.AttemptOutOfOrder)));
        Guid[] done = [.. scores.Where((_, i) => taken[i]).Select(s => s.Id)];
        if (done.Length == 0) return 0;
        await using var mark = dataSource.CreateCommand("UPDATE test_attempts SET recorded_at = $2 WHERE id = ANY($1) AND recorded_at IS NULL");
        mark.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = done }, new() { Value = time.Now().UtcDateTime } });
        await mark.ExecuteNonQueryAsync(cancellationToken);
        return done.Length;
    }

    private async Task<List<(Guid Id, Guid OfferingId, string Nip, Attempt Attempt)>> ReadAsync(string which, object value, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
             SELECT a.id, a.offering_id, s.nip, a.counts_as, a.score, a.handed_in_at FROM test_attempts a JOIN seats s USING (participant_id)
             WHERE a.counts_as IS NOT NULL AND a.score IS NOT NULL AND a.recorded_at IS NULL AND {which}
             """);
        command.Parameters.Add(new() { Value = value });
        var scores = new List<(Guid, Guid, string, Attempt)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            scores.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), new(reader.GetInt32(3), reader.GetDecimal(4), [], reader.GetFieldValue<DateTimeOffset>(5))));
        return scores;
    }

    private sealed class Command(Offering offering, string nip, Attempt attempt) : DeliveryCommand<Attempt>(offering, nip)
    {
        protected override Answer<Attempt> Handle(ParticipantRecord record) => record.Take(attempt, attempt.AttemptedAt);
    }
}
