using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Applies a chunk of the register's file as a difference.</summary>
internal static class RegisterChunk
{
    // Whoever is unchanged is not touched. What happens to a row follows from what was there before, since imports of the
    // register go one after the other: joining the rows that were written (RETURNING) back to the chunk was planned, on
    // tables without statistics, as a nested loop of 5,000 by 5,000 and took ten times as long.
    private const string Sql =
        """
        WITH judged AS (
          SELECT r.*, e.nip IS NOT NULL AS known,
            (e.name, e.birth_place, e.birth_date, e.kind, e.agency_code, e.rank, e.position, e.staff_group)
              IS NOT DISTINCT FROM (r.name, r.birth_place, r.birth_date, r.kind, r.agency_code, r.rank, r.position, r.staff_group) AS same,
            COALESCE(r.code, CASE WHEN a.code IS NULL THEN 'unknown_agency' END) AS verdict
          FROM import_rows r
          LEFT JOIN agencies a ON a.code = r.agency_code
          LEFT JOIN employees e ON e.nip = r.value AND r.code IS NULL
          WHERE r.job_id = $1 AND r.row_number > $2 AND r.row_number <= $3),
        applied AS (
          INSERT INTO employees (nip, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group, updated_at)
          SELECT value, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group, $4
          FROM judged WHERE verdict IS NULL AND NOT (known AND same) ORDER BY value
          ON CONFLICT (nip) DO UPDATE SET
            name = excluded.name, birth_place = excluded.birth_place, birth_date = excluded.birth_date, kind = excluded.kind,
            agency_code = excluded.agency_code, rank = excluded.rank, position = excluded.position,
            staff_group = excluded.staff_group, updated_at = excluded.updated_at)
        SELECT j.line_number, j.value,
          COALESCE(j.verdict, CASE WHEN NOT j.known THEN 'created' WHEN j.same THEN 'unchanged' ELSE 'updated' END)
        FROM judged j
        ORDER BY j.row_number
        """;

    public static async Task<List<RowOutcome>> ApplyAsync(
        NpgsqlConnection connection, ClaimedJob job, int upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = job.Id }, new() { Value = job.ProcessedRows }, new() { Value = upTo }, new() { Value = now } },
        };
        var outcomes = new List<RowOutcome>(upTo - job.ProcessedRows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            outcomes.Add(new RowOutcome(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return outcomes;
    }
}
