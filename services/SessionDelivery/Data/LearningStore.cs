using System.Text.Json;
using Bpsdm.SessionDelivery.Data.Mappings;
using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using NpgsqlTypes;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>What there is to learn, and the part of <see cref="ParticipantStore"/> that knows how far participants are in it.</summary>
internal static class LearningStore
{
    public const string Select = "SELECT participant_id, item_id, percent, position, position_at FROM item_progress WHERE participant_id = ANY($1)";

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, ParticipantRecord> records, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            records[reader.GetGuid(0)].Restore(reader.GetGuid(1), new ItemProgress(
                reader.GetInt16(2), reader.IsDBNull(3) ? null : new(reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt32(3))));
        }
    }

    /// <summary>The paths of these offerings; of one that has no setting and no content there is none. Under their locks they do not change.</summary>
    public static async Task<Dictionary<Guid, LearningPath>> PathsAsync(NpgsqlConnection connection, Guid[] offerings, CancellationToken cancellationToken)
    {
        if (offerings.Length == 0) return [];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT offering_id, pre_test_first, modules_first FROM learning_orders WHERE offering_id = ANY($1)") { Parameters = { new() { Value = offerings } } },
                new("SELECT offering_id, module_id, items, set_at, set_by FROM module_contents WHERE offering_id = ANY($1)") { Parameters = { new() { Value = offerings } } },
            },
        };
        var orders = new Dictionary<Guid, LearningOrder>();
        var contents = new List<ModuleContent>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) orders.Add(reader.GetGuid(0), new(reader.GetBoolean(1), reader.GetBoolean(2)));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            contents.Add(new ModuleContent
            {
                OfferingId = reader.GetGuid(0),
                ModuleId = reader.GetGuid(1),
                Items = JsonColumn.Read<List<ContentItem>>(reader.GetString(2)),
                SetAt = reader.GetFieldValue<DateTimeOffset>(3),
                SetBy = reader.GetString(4),
            });
        }
        var byOffering = contents.ToLookup(c => c.OfferingId);
        return orders.Keys.Union(byOffering.Select(g => g.Key))
            .ToDictionary(id => id, id => new LearningPath(orders.GetValueOrDefault(id, LearningOrder.Free), byOffering[id]));
    }

    /// <summary>The locks of the seats make participants' facts follow each other, so what was joined in memory is what stands.</summary>
    public static void Save(NpgsqlBatch batch, IReadOnlyCollection<ParticipantRecord> records) =>
        Add(batch, [.. records.SelectMany(r => r.Changes.Items, (r, i) => (Record: r, ItemId: i.Key, i.Value.ModuleId, i.Value.Progress))], rows => new(
            """
            INSERT INTO item_progress (participant_id, item_id, module_id, percent, position, position_at)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (participant_id, item_id) DO UPDATE
            SET percent = excluded.percent, position = excluded.position, position_at = excluded.position_at
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Of(rows.Select(r => r.ItemId)), Of(rows.Select(r => r.ModuleId)),
                Of(rows.Select(r => (short)r.Progress.Percent)),
                Of(rows.Select(r => r.Progress.Bookmark?.Position), NpgsqlDbType.Integer),
                Of(rows.Select(r => r.Progress.Bookmark?.At.UtcDateTime), NpgsqlDbType.TimestampTz),
            },
        });
}
