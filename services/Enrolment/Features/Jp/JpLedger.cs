using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Imports;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>Credits certificates to their holders, each once, and brings accounts and totals along.</summary>
internal static class JpLedger
{
    // Rows are written in the order of their keys, so that two messages about the same people wait for each other in order.
    private const string Sql =
        $"""
        WITH fresh AS (
          INSERT INTO jp_entries (certificate_id, nip, year, jp, kind, number, offering_id, completed_at)
          SELECT DISTINCT ON (certificate_id) certificate_id, nip, year, jp, kind, number, $8, completed_at
          FROM unnest($1, $2, $3, $4, $5, $6, $7) AS c(certificate_id, nip, year, jp, kind, number, completed_at)
          ORDER BY certificate_id
          ON CONFLICT DO NOTHING RETURNING nip, year, jp),
        credit AS MATERIALIZED (SELECT nip, year, sum(jp)::int AS jp FROM fresh GROUP BY nip, year),
        accounts AS (
          INSERT INTO jp_accounts AS a (nip, year, jp) SELECT nip, year, jp FROM credit ORDER BY nip, year
          ON CONFLICT (nip, year) DO UPDATE SET jp = a.jp + excluded.jp
          RETURNING nip, year, jp),
        judged AS MATERIALIZED (
          SELECT a.year, e.agency_code, e.kind, a.jp, c.jp AS credited, {JpTotals.Right} AS due
          FROM accounts a JOIN credit c ON c.nip = a.nip AND c.year = a.year JOIN employees e ON e.nip = a.nip AND e.left_at IS NULL)
        INSERT INTO jp_totals AS t (year, agency_code, kind, jp, fulfilled)
        SELECT year, agency_code, kind, sum(credited), count(*) FILTER (WHERE jp >= due AND jp - credited < due)
        FROM judged GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (year, agency_code, kind) DO UPDATE SET jp = t.jp + excluded.jp, fulfilled = t.fulfilled + excluded.fulfilled
        """;

    public static async Task CreditAsync(NpgsqlConnection connection, CertificateIssued issued, CancellationToken cancellationToken)
    {
        await RegisterLock.ShareAsync(connection, cancellationToken);
        var certificates = issued.Certificates;
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = certificates.Select(c => c.CertificateId).ToArray() },
                new() { Value = certificates.Select(c => c.Nip).ToArray() },
                new() { Value = certificates.Select(c => Wib.YearOf(c.CompletedAt)).ToArray() },
                new() { Value = certificates.Select(c => c.Jp).ToArray() },
                new() { Value = certificates.Select(c => c.Kind).ToArray() },
                new() { Value = certificates.Select(c => c.Number).ToArray() },
                new() { Value = certificates.Select(c => c.CompletedAt.ToUniversalTime()).ToArray() },
                new() { Value = issued.OfferingId },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
