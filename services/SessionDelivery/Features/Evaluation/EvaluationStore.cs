using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Data.Mappings;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

/// <summary>
/// The part of a batch that hands evaluations in: who did goes into one table, what they answered into the offering's box,
/// one row for all of them. Nothing links the two, not even the transaction: the box is written as a whole each time, in
/// random order (docs/decisions/0050).
/// </summary>
internal static class EvaluationStore
{
    /// <summary>The versions of the forms that are answered; the offerings are locked, so they do not change until the commit.</summary>
    public static async Task<Dictionary<Guid, Guid>> VersionsAsync(NpgsqlConnection connection, IReadOnlyList<DeliveryCommand> commands)
    {
        var versions = new Dictionary<Guid, Guid>();
        var offerings = commands.OfType<HandInCommand>().Select(c => c.Offering.Id).Distinct().ToArray();
        if (offerings.Length == 0) return versions;
        await using var command = new NpgsqlCommand("SELECT offering_id, version FROM evaluation_forms WHERE offering_id = ANY($1)", connection)
        {
            Parameters = { new() { Value = offerings } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) versions.Add(reader.GetGuid(0), reader.GetGuid(1));
        return versions;
    }

    public static async Task SaveAsync(
        NpgsqlConnection connection, IReadOnlyList<DeliveryCommand> commands, IReadOnlyCollection<ParticipantRecord> records)
    {
        var sheets = commands.OfType<HandInCommand>().Where(c => c.Accepted).GroupBy(c => c.Offering.Id, c => c.Sheet).OrderBy(g => g.Key).ToList();
        if (sheets.Count == 0) return;
        var handedIn = records.Where(r => r.Changes.EvaluationHandedIn).ToList();
        await using (var command = new NpgsqlCommand("INSERT INTO evaluation_hand_ins (participant_id, offering_id) SELECT * FROM unnest($1, $2)", connection)
        {
            Parameters = { new() { Value = handedIn.Select(r => r.ParticipantId).ToArray() }, new() { Value = handedIn.Select(r => r.Offering.Id).ToArray() } },
        })
            await command.ExecuteNonQueryAsync();
        foreach (var offering in sheets) await PutInAsync(connection, offering.Key, offering);
    }

    /// <summary>Batches of two replicas about one offering wait for each other here, which is the end of each.</summary>
    private static async Task PutInAsync(NpgsqlConnection connection, Guid offeringId, IEnumerable<EvaluationSheet> sheets)
    {
        var box = await LockAsync(connection, offeringId);
        var texts = box.PutIn(sheets);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("UPDATE evaluation_boxes SET counted = $2, counts = $3, waiting = $4 WHERE offering_id = $1")
                {
                    Parameters =
                    {
                        new() { Value = offeringId },
                        new() { Value = box.Counted },
                        new() { Value = JsonColumn.Write(box.Counts), NpgsqlDbType = NpgsqlDbType.Jsonb },
                        new() { Value = JsonColumn.Write(box.Waiting), NpgsqlDbType = NpgsqlDbType.Jsonb },
                    },
                },
                new("INSERT INTO evaluation_texts (id, offering_id, item, text) SELECT id, $1, item, text FROM unnest($2, $3, $4) AS t(id, item, text)")
                {
                    Parameters =
                    {
                        new() { Value = offeringId },
                        new() { Value = texts.Select(_ => Guid.NewGuid()).ToArray() },
                        new() { Value = texts.Select(t => t.Item).ToArray() },
                        new() { Value = texts.Select(t => t.Text).ToArray() },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task<EvaluationBox> LockAsync(NpgsqlConnection connection, Guid offeringId)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO evaluation_boxes (offering_id, counted, counts, waiting) VALUES ($1, 0, '{}', '[]') ON CONFLICT DO NOTHING") { Parameters = { new() { Value = offeringId } } },
                new("SELECT counted, counts, waiting FROM evaluation_boxes WHERE offering_id = $1 FOR UPDATE") { Parameters = { new() { Value = offeringId } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        return EvaluationBox.Restore(
            offeringId, reader.GetInt32(0), JsonColumn.Read<Dictionary<int, int[]>>(reader.GetString(1)), JsonColumn.Read<List<EvaluationSheet>>(reader.GetString(2)));
    }
}
