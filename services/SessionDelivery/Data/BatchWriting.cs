using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>Rows as the arrays of a statement with <c>unnest</c>.</summary>
internal static class BatchWriting
{
    public static void Add<T>(NpgsqlBatch batch, List<T> rows, Func<List<T>, NpgsqlBatchCommand> command)
    {
        if (rows.Count > 0) batch.BatchCommands.Add(command(rows));
    }

    public static NpgsqlParameter Ids(IEnumerable<ParticipantRecord> records) => Of(records.Select(r => r.ParticipantId));
    public static NpgsqlParameter Offerings(IEnumerable<ParticipantRecord> records) => Of(records.Select(r => r.Offering.Id));
    public static NpgsqlParameter Of<T>(IEnumerable<T> values) => new() { Value = values.ToArray() };

    public static NpgsqlParameter Of<T>(IEnumerable<T> values, NpgsqlDbType element) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | element };
}
