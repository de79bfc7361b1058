using Bpsdm.Catalogue.Data;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>
/// The whole matrix and its totals in one statement. A need that was merged counts for its own agency under the programme and
/// with the status of the need that stands for it. A line's seats are divided by largest remainders, so that the shares are whole
/// seats and add up.
/// </summary>
internal static class DemandQuery
{
    public static Task<List<DemandRow>> ReadAsync(CatalogueDbContext db, int year, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<DemandRow>(
            $"""
            WITH plan AS (
                SELECT id, version FROM annual_plans WHERE year = {year} AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1
            ), asked AS (
                SELECT whole.id, whole.programme_id, whole.topic, whole.status, part.agency_code, part.headcount
                FROM needs part JOIN needs whole ON whole.id = coalesce(part.merged_into_id, part.id)
                WHERE part.year = {year} AND whole.year = {year} AND whole.status IN ('submitted', 'accepted')
            ), lines AS (
                SELECT l.programme_id, l.quarter, l.angkatan::bigint * l.seats AS seats FROM plan_lines l JOIN plan ON plan.id = l.plan_id
            ), covered AS (
                SELECT l.programme_id, l.quarter, l.seats, a.agency_code, sum(a.headcount) AS headcount,
                    sum(sum(a.headcount)) OVER (PARTITION BY l.programme_id, l.quarter) AS of_line
                FROM lines l
                JOIN plan_line_needs c ON c.plan_id = (SELECT id FROM plan) AND c.programme_id = l.programme_id AND c.quarter = l.quarter
                JOIN asked a ON a.id = c.need_id
                GROUP BY l.programme_id, l.quarter, l.seats, a.agency_code
            ), shares AS (
                SELECT programme_id, quarter, agency_code, least(seats, of_line) AS given,
                    div(least(seats, of_line) * headcount, of_line) AS whole, mod(least(seats, of_line) * headcount, of_line) AS remainder
                FROM covered
            ), divided AS (
                SELECT programme_id, agency_code,
                    whole + CASE WHEN row_number() OVER (line ORDER BY remainder DESC, agency_code) <= given - sum(whole) OVER line
                        THEN 1 ELSE 0 END AS seats
                FROM shares WINDOW line AS (PARTITION BY programme_id, quarter)
            ), facts AS (
                SELECT programme_id, CASE WHEN programme_id IS NULL THEN topic END AS topic, agency_code,
                    CASE WHEN status = 'submitted' THEN headcount ELSE 0 END AS submitted,
                    CASE WHEN status = 'accepted' THEN headcount ELSE 0 END AS accepted, 0 AS planned, 0 AS scheduled
                FROM asked
                UNION ALL SELECT programme_id, NULL, agency_code, 0, 0, seats, 0 FROM divided
                UNION ALL SELECT programme_id, NULL, NULL, 0, 0, seats, 0 FROM lines
                UNION ALL SELECT programme_id, NULL, NULL, 0, 0, -seats, 0 FROM divided
                UNION ALL SELECT programme_id, NULL, NULL, 0, 0, 0, capacity FROM offerings
                    WHERE start_date BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31) AND status <> 'cancelled'
            ), totals AS (
                SELECT grouping(programme_id) = 0 AS is_programme, grouping(agency_code) = 0 AS is_agency, programme_id, topic, agency_code,
                    coalesce(sum(submitted), 0)::bigint AS submitted, coalesce(sum(accepted), 0)::bigint AS accepted,
                    coalesce(sum(planned), 0)::bigint AS planned_seats, coalesce(sum(scheduled), 0)::bigint AS scheduled_seats
                FROM facts
                GROUP BY GROUPING SETS ((programme_id, topic, agency_code), (programme_id, topic), (agency_code), ())
            )
            SELECT t.is_programme, t.is_agency, t.programme_id, p.code AS programme_code, coalesce(p.title, t.topic) AS title,
                t.agency_code, a.name AS agency_name, t.submitted, t.accepted, t.planned_seats, t.scheduled_seats,
                (SELECT version FROM plan) AS plan_version
            FROM totals t LEFT JOIN programmes p ON p.id = t.programme_id LEFT JOIN agencies a ON a.code = t.agency_code
            WHERE NOT t.is_agency OR t.agency_code IS NOT NULL
            ORDER BY p.code NULLS LAST, t.topic, t.agency_code
            """).ToListAsync(cancellationToken);
}
