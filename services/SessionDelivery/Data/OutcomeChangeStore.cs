using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using NpgsqlTypes;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Data;

internal static class OutcomeChangeStore
{
    /// <summary>
    /// Writes the history and puts the last outcome of each record in the place of the one before. After
    /// <see cref="ParticipantStore.SaveAsync"/>, which writes the first ones, and under the same locks.
    /// </summary>
    public static async Task SaveAsync(NpgsqlConnection connection, IReadOnlyCollection<ParticipantRecord> records)
    {
        var changed = records.Where(r => r.Changes.OutcomeChanges.Count > 0).ToList();
        if (changed.Count == 0) return;
        var changes = changed.SelectMany(r => r.Changes.OutcomeChanges, (r, c) => (Record: r, Change: c)).ToList();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    INSERT INTO outcome_changes (fact_id, corrected_fact_id, participant_id, offering_id, completed_before, completed, score, reason, changed_by, changed_at)
                    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """)
                {
                    Parameters =
                    {
                        Of(changes.Select(c => c.Change.After.FactId), NpgsqlDbType.Uuid),
                        Of(changes.Select(c => c.Change.Before?.FactId), NpgsqlDbType.Uuid),
                        Of(changes.Select(c => c.Record.ParticipantId), NpgsqlDbType.Uuid),
                        Of(changes.Select(c => c.Record.Offering.Id), NpgsqlDbType.Uuid),
                        Of(changes.Select(c => c.Change.Before?.Completed), NpgsqlDbType.Boolean),
                        Of(changes.Select(c => c.Change.After.Completed), NpgsqlDbType.Boolean),
                        Of(changes.Select(c => c.Change.After.Score), NpgsqlDbType.Numeric),
                        Of(changes.Select(c => c.Change.Reason), NpgsqlDbType.Text),
                        Of(changes.Select(c => c.Change.By), NpgsqlDbType.Text),
                        Of(changes.Select(c => c.Change.After.DecidedAt.UtcDateTime), NpgsqlDbType.TimestampTz),
                    },
                },
                new(
                    """
                    UPDATE outcomes o
                    SET fact_id = n.fact_id, completed = n.completed, reason = n.reason, score = n.score, decided_at = n.decided_at, decided_by = n.decided_by
                    FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n(participant_id, fact_id, completed, reason, score, decided_at, decided_by)
                    WHERE o.participant_id = n.participant_id
                    """)
                {
                    Parameters =
                    {
                        Of(changed.Select(r => r.ParticipantId), NpgsqlDbType.Uuid),
                        Of(changed.Select(r => r.Outcome!.FactId), NpgsqlDbType.Uuid),
                        Of(changed.Select(r => r.Outcome!.Completed), NpgsqlDbType.Boolean),
                        Of(changed.Select(r => r.Outcome!.Reason), NpgsqlDbType.Text),
                        Of(changed.Select(r => r.Outcome!.Score), NpgsqlDbType.Numeric),
                        Of(changed.Select(r => r.Outcome!.DecidedAt.UtcDateTime), NpgsqlDbType.TimestampTz),
                        Of(changed.Select(r => r.Outcome!.DecidedBy), NpgsqlDbType.Text),
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync();
    }
}
