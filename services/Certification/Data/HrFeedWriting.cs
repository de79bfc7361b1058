using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Certification.Data;

/// <summary>Takes the next places in the HR feed: the last lock of a transaction, held until its commit.</summary>
internal static class HrFeedWriting
{
    /// <param name="type">Kind of the entries: <see cref="HrEntry.Completion"/>, <see cref="HrEntry.Revocation"/> or <see cref="HrEntry.Correction"/>.</param>
    /// <param name="entries">In the order of the feed.</param>
    public static async Task AppendAsync(
        NpgsqlConnection connection, string type, IReadOnlyCollection<(Guid FactId, Guid CertificateId)> entries, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH taken AS (UPDATE hr_feed SET last_position = last_position + $1 WHERE id = 1 RETURNING last_position - $1 AS before)
            INSERT INTO hr_entries (position, fact_id, certificate_id, type, trace_parent)
            SELECT taken.before + e.n, e.fact_id, e.certificate_id, $4, $5
            FROM taken, unnest($2, $3) WITH ORDINALITY AS e(fact_id, certificate_id, n)
            """, connection)
        {
            Parameters =
            {
                new() { Value = entries.Count, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = entries.Select(e => e.FactId).ToArray() },
                new() { Value = entries.Select(e => e.CertificateId).ToArray() },
                new() { Value = type },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
