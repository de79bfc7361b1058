using Bpsdm.Enrolment.Features.Imports;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>
/// Headcounts and learning hours by agency, so that a page of totals reads some rows and not the register. They change in the
/// transaction of what changes them: a credit (<see cref="JpLedger"/>), or an employee who counts with another agency.
/// </summary>
internal static class JpTotals
{
    /// <summary>The right of an employee <c>e</c> in a year of their account <c>a</c>; null where no rule is known.</summary>
    public const string Right = "(SELECT r.jp FROM jp_rights r WHERE r.kind = e.kind AND r.from_year <= a.year ORDER BY r.from_year DESC LIMIT 1)";

    /// <summary>
    /// Common table expressions that move people, with their hours of all years, from the totals of <c>before</c> to those of
    /// <c>after</c>. They read <c>shifted (nip, kind, before, after)</c>, where null is no agency: not there yet, or left.
    /// </summary>
    public const string Shift =
        $"""
        sides AS MATERIALIZED (
          SELECT nip, kind, before AS agency_code, -1 AS sign FROM shifted WHERE before IS DISTINCT FROM after AND before IS NOT NULL
          UNION ALL
          SELECT nip, kind, after, 1 FROM shifted WHERE before IS DISTINCT FROM after AND after IS NOT NULL),
        headcounts AS (
          INSERT INTO agency_headcounts AS h (agency_code, kind, employees)
          SELECT agency_code, kind, sum(sign) FROM sides GROUP BY 1, 2 ORDER BY 1, 2
          ON CONFLICT (agency_code, kind) DO UPDATE SET employees = h.employees + excluded.employees),
        totals AS (
          INSERT INTO jp_totals AS t (year, agency_code, kind, jp, fulfilled)
          SELECT a.year, e.agency_code, e.kind, sum(e.sign * a.jp), COALESCE(sum(e.sign) FILTER (WHERE a.jp >= {Right}), 0)
          FROM sides e JOIN jp_accounts a ON a.nip = e.nip GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
          ON CONFLICT (year, agency_code, kind) DO UPDATE SET jp = t.jp + excluded.jp, fulfilled = t.fulfilled + excluded.fulfilled)
        """;

    private const string RecountSql =
        $"""
        DELETE FROM agency_headcounts;
        DELETE FROM jp_totals;
        INSERT INTO agency_headcounts (agency_code, kind, employees)
        SELECT agency_code, kind, count(*) FROM employees WHERE left_at IS NULL GROUP BY 1, 2;
        INSERT INTO jp_totals (year, agency_code, kind, jp, fulfilled)
        SELECT a.year, e.agency_code, e.kind, sum(a.jp), count(*) FILTER (WHERE a.jp >= {Right})
        FROM jp_accounts a JOIN employees e ON e.nip = a.nip WHERE e.left_at IS NULL GROUP BY 1, 2, 3
        """;

    /// <summary>All of it from the accounts: after a change of the rights, and for a register that was there before the totals.</summary>
    public static async Task RecountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await RegisterLock.TakeAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(RecountSql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
