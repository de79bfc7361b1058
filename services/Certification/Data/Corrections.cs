using Bpsdm.Contracts.SessionDelivery;
using Npgsql;

namespace Bpsdm.Certification.Data;

/// <summary>The statements of corrected completions, in the caller's transaction.</summary>
internal static class Corrections
{
    /// <summary>Corrections and decisions about them follow each other: they are few, and each looks at what the others did.</summary>
    private const long LockKey = 0x63_6F_72_72_65_63_74;

    public static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task RecordAsync(NpgsqlConnection connection, CompletionCorrected corrected, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO completion_corrections (fact_id, corrected_fact_id, participant_id, completed)
            SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = corrected.Participants.Select(p => p.FactId).ToArray() },
                new() { Value = corrected.Participants.Select(p => p.CorrectedFactId).ToArray() },
                new() { Value = corrected.Participants.Select(p => p.ParticipantId).ToArray() },
                new() { Value = corrected.Participants.Select(p => p.Completed).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Those of the message that no other correction, as far as it is known, has taken the place of.</returns>
    public static async Task<List<CorrectedCompletion>> HoldingAsync(
        NpgsqlConnection connection, CompletionCorrected corrected, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT corrected_fact_id FROM completion_corrections WHERE corrected_fact_id = ANY($1)", connection)
        {
            Parameters = { new() { Value = corrected.Participants.Select(p => p.FactId).ToArray() } },
        };
        var overtaken = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) overtaken.Add(reader.GetGuid(0));
        return [.. corrected.Participants.Where(p => !overtaken.Contains(p.FactId)).DistinctBy(p => p.FactId)];
    }

    /// <summary>Whoever completed after all: nothing is to be decided any more.</summary>
    public static async Task OvertakeAsync(NpgsqlConnection connection, Guid[] participants, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE revocation_requests SET status = 'overtaken', decided_at = $2 WHERE participant_id = ANY($1) AND status = 'open'", connection)
        {
            Parameters = { new() { Value = participants }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The certificate may not be issued yet; a request is shown once it is.</summary>
    public static async Task RequestAsync(
        NpgsqlConnection connection, Guid offeringId, CorrectedCompletion[] takenBack, CancellationToken cancellationToken)
    {
        if (takenBack.Length == 0) return;
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO revocation_requests (id, participant_id, offering_id, reason, requested_at, status)
            SELECT id, participant_id, $1, reason, requested_at, 'open'
            FROM unnest($2, $3, $4, $5) AS r(id, participant_id, reason, requested_at) ON CONFLICT DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
                new() { Value = takenBack.Select(p => p.FactId).ToArray() },
                new() { Value = takenBack.Select(p => p.ParticipantId).ToArray() },
                new() { Value = takenBack.Select(p => p.Reason).ToArray() },
                new() { Value = takenBack.Select(p => p.CorrectedAt.UtcDateTime).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
