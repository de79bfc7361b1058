using System.Text.Json;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Jp;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Those who serve and are not named in a full file. A row that was rejected names its person all the same.</summary>
internal static class RegisterLeavers
{
    // NOT IN is one hash of the file's NIPs, of which none is null; the planner, taking a chunk for ten, would loop over
    // them for NOT EXISTS.
    private const string Gone =
        """
        gone AS MATERIALIZED (
          SELECT e.nip, e.name, e.kind, e.agency_code FROM employees e
          WHERE e.left_at IS NULL AND e.nip NOT IN (SELECT n.nip FROM import_chunks c CROSS JOIN unnest(c.nips) AS n(nip) WHERE c.job_id = $1))
        """;

    private const string CountSql =
        $"""
        WITH {Gone}
        SELECT (SELECT count(*) FROM gone)::int, (SELECT count(*) FROM employees WHERE left_at IS NULL)::int,
          (SELECT COALESCE(json_agg(json_build_object('nip', nip, 'name', name, 'agencyCode', agency_code)), '[]')
           FROM (SELECT * FROM gone ORDER BY nip LIMIT 10) s)::text
        """;

    private const string RetireSql =
        $"""
        WITH {Gone},
        retired AS (
          UPDATE employees e SET left_at = $2, updated_at = $3 FROM gone g WHERE e.nip = g.nip),
        shifted AS (SELECT nip, kind, agency_code AS before, NULL::text AS after FROM gone),
        {JpTotals.Shift}
        SELECT count(*)::int FROM gone
        """;

    public static async Task<ImportHold> CountAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CountSql, connection) { Parameters = { new() { Value = jobId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ImportHold(
            reader.GetInt32(0), reader.GetInt32(1), JsonSerializer.Deserialize<ImportLeaver[]>(reader.GetString(2), JsonSerializerOptions.Web)!);
    }

    /// <returns>How many left.</returns>
    public static async Task<int> RetireAsync(NpgsqlConnection connection, Guid jobId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RetireSql, connection)
        {
            Parameters = { new() { Value = jobId }, new() { Value = Wib.DateOf(now) }, new() { Value = now } },
        };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
