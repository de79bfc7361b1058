using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Jp;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Applies a chunk of the register's file as a difference.</summary>
internal static class RegisterChunk
{
    // Whoever is unchanged is neither touched nor kept in the working set: their number is what is left of the chunk. What
    // happens to a row follows from what was there before, since imports of the register go one after the other (RegisterLock).
    // New people go in by their NIP, whatever the file's order: the pages of its index are met one after the other, which is a
    // tenth to a sixth less work, by noisy measurements. The planner takes a chunk for ten rows and looks each of them up by
    // index, which is as fast as a hash of the register a chunk; joining written rows (RETURNING) back to the chunk would be
    // 5,000 times 5,000.
    private const string Sql =
        $"""
        WITH judged AS MATERIALIZED (
          SELECT r.*, e.nip IS NOT NULL AS known,
            e.agency_code AS old_agency, e.rank AS old_rank, e.position AS old_position, e.posted_from AS old_from, e.left_at AS old_left,
            e.nip IS NOT NULL AND ((e.agency_code, e.rank, e.position) IS DISTINCT FROM (r.agency_code, r.rank, r.position)
              OR e.left_at IS NOT NULL AND r.left_at IS NULL) AS reposted,
            COALESCE(r.code, CASE WHEN a.code IS NULL THEN 'unknown_agency' END) AS verdict
          FROM import_chunks c
          CROSS JOIN unnest(c.lines, c.nips, c.codes, c.names, c.birth_places, c.birth_dates, c.kinds, c.agency_codes, c.ranks, c.positions,
            c.staff_groups, c.left_dates)
            AS r(line_number, nip, code, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group, left_at)
          LEFT JOIN agencies a ON a.code = r.agency_code
          LEFT JOIN employees e ON e.nip = r.nip AND r.code IS NULL
          WHERE c.job_id = $1 AND c.rows_before = $2 AND (r.code IS NOT NULL OR a.code IS NULL
            OR (e.name, e.birth_place, e.agency_code, e.rank, e.position, e.staff_group, e.left_at)
              IS DISTINCT FROM (r.name, r.birth_place, r.agency_code, r.rank, r.position, r.staff_group, r.left_at))),
        closed AS (
          INSERT INTO employee_postings (nip, agency_code, rank, position, posted_from, posted_to)
          SELECT nip, old_agency, old_rank, old_position, old_from, GREATEST(old_from, COALESCE(old_left, $4))
          FROM judged WHERE verdict IS NULL AND reposted),
        created AS (
          INSERT INTO employees (nip, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group, left_at, posted_from, updated_at)
          SELECT nip, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group, left_at, $4, $3
          FROM judged WHERE verdict IS NULL AND NOT known ORDER BY nip),
        changed AS (
          UPDATE employees e SET name = j.name, birth_place = j.birth_place, agency_code = j.agency_code, rank = j.rank, position = j.position,
            staff_group = j.staff_group, left_at = j.left_at, updated_at = $3,
            posted_from = CASE WHEN j.reposted THEN $4 ELSE e.posted_from END
          FROM judged j WHERE e.nip = j.nip AND j.verdict IS NULL AND j.known),
        shifted AS MATERIALIZED (
          SELECT nip, kind, CASE WHEN known AND old_left IS NULL THEN old_agency END AS before, CASE WHEN left_at IS NULL THEN agency_code END AS after
          FROM judged WHERE verdict IS NULL),
        {JpTotals.Shift}
        SELECT 0, '', CASE
            WHEN NOT known THEN 'created'
            WHEN old_left IS NULL AND left_at IS NOT NULL THEN 'left' WHEN old_left IS NOT NULL AND left_at IS NULL THEN 'returned'
            WHEN old_agency <> agency_code THEN 'moved' ELSE 'updated' END AS outcome, count(*)::int
        FROM judged WHERE verdict IS NULL GROUP BY outcome
        UNION ALL
        SELECT 0, '', 'unchanged', cardinality(nips) - (SELECT count(*)::int FROM judged) FROM import_chunks WHERE job_id = $1 AND rows_before = $2
        UNION ALL
        SELECT line_number, nip, verdict, 1 FROM judged WHERE verdict IS NOT NULL
        """;

    public static async Task<ChunkOutcome> ApplyAsync(NpgsqlConnection connection, ClaimedJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = job.Id }, new() { Value = job.ProcessedRows }, new() { Value = now }, new() { Value = Wib.DateOf(now) },
            },
        };
        var outcome = new ChunkOutcome();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var code = reader.GetString(2);
            outcome.Count(code, reader.GetInt32(3));
            if (Outcomes.IsRejection(code)) outcome.Rejected.Add(new RowOutcome(reader.GetInt32(0), reader.GetString(1), code));
        }
        if (outcome.Rows == 0) throw new InvalidOperationException($"Rows after {job.ProcessedRows} of import {job.Id} are gone.");
        return outcome;
    }
}
