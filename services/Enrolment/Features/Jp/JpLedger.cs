using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Imports;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>Credits certificates to their holders, each once, takes revoked ones back, moves those of replaced ones, and brings accounts and totals along.</summary>
internal static class JpLedger
{
    /// <summary>Brings accounts and totals along with <c>fresh (nip, year, jp)</c>; hours that are taken away are negative.</summary>
    private const string Move =
        $"""
        credit AS MATERIALIZED (SELECT nip, year, sum(jp)::int AS jp FROM fresh GROUP BY nip, year),
        accounts AS (
          INSERT INTO jp_accounts AS a (nip, year, jp) SELECT nip, year, jp FROM credit ORDER BY nip, year
          ON CONFLICT (nip, year) DO UPDATE SET jp = a.jp + excluded.jp
          RETURNING nip, year, jp),
        judged AS MATERIALIZED (
          SELECT a.year, e.agency_code, e.kind, a.jp, c.jp AS credited, {JpTotals.Right} AS due
          FROM accounts a JOIN credit c ON c.nip = a.nip AND c.year = a.year JOIN employees e ON e.nip = a.nip AND e.left_at IS NULL)
        INSERT INTO jp_totals AS t (year, agency_code, kind, jp, fulfilled)
        SELECT year, agency_code, kind, sum(credited), count(*) FILTER (WHERE jp >= due AND jp - credited < due) - count(*) FILTER (WHERE jp < due AND jp - credited >= due)
        FROM judged GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (year, agency_code, kind) DO UPDATE SET jp = t.jp + excluded.jp, fulfilled = t.fulfilled + excluded.fulfilled
        """;

    // Rows are written in the order of their keys, so that two messages about the same people wait for each other in order.
    private const string CreditSql =
        $"""
        WITH fresh AS (
          INSERT INTO jp_entries (certificate_id, nip, year, jp, kind, number, offering_id, completed_at)
          SELECT DISTINCT ON (certificate_id) certificate_id, nip, year, jp, kind, number, $8, completed_at
          FROM unnest($1, $2, $3, $4, $5, $6, $7) AS c(certificate_id, nip, year, jp, kind, number, completed_at)
          ORDER BY certificate_id
          ON CONFLICT DO NOTHING RETURNING nip, year, jp),
        {Move}
        """;

    // An updated row has an xmax, a new one has none: only what was credited is taken back.
    private const string DebitSql =
        $"""
        WITH marked AS (
          INSERT INTO jp_entries (certificate_id, nip, year, jp, kind, number, offering_id, completed_at, revoked_at)
          SELECT DISTINCT ON (certificate_id) certificate_id, nip, year, jp, kind, number, $8, completed_at, revoked_at
          FROM unnest($1, $2, $3, $4, $5, $6, $7, $9) AS c(certificate_id, nip, year, jp, kind, number, completed_at, revoked_at)
          ORDER BY certificate_id
          ON CONFLICT (certificate_id) DO UPDATE SET revoked_at = excluded.revoked_at WHERE jp_entries.revoked_at IS NULL
          RETURNING nip, year, -jp AS jp, xmax <> 0 AS credited),
        fresh AS (SELECT nip, year, jp FROM marked WHERE credited),
        {Move}
        """;

    public static async Task CreditAsync(NpgsqlConnection connection, CertificateIssued issued, CancellationToken cancellationToken)
    {
        await RegisterLock.ShareAsync(connection, cancellationToken);
        await CreditAsync(connection, issued.OfferingId, issued.Certificates, cancellationToken);
    }

    /// <summary>Takes the hours of revoked certificates back, each once. One that was not credited yet will not be: its row is there already.</summary>
    public static async Task DebitAsync(NpgsqlConnection connection, CertificateRevoked revoked, CancellationToken cancellationToken)
    {
        await RegisterLock.ShareAsync(connection, cancellationToken);
        await DebitAsync(connection, revoked.OfferingId, [.. revoked.Certificates.Select(r => (r.Certificate, r.RevokedAt))], cancellationToken);
    }

    /// <summary>The hours of a replaced certificate become those of its replacement, whichever of the two was heard of before.</summary>
    public static async Task MoveAsync(NpgsqlConnection connection, CertificateReplaced replaced, CancellationToken cancellationToken)
    {
        await RegisterLock.ShareAsync(connection, cancellationToken);
        await DebitAsync(connection, replaced.OfferingId, [.. replaced.Certificates.Select(r => (r.Certificate, r.ReplacedAt))], cancellationToken);
        await CreditAsync(connection, replaced.OfferingId, [.. replaced.Certificates.Select(r => r.Replacement)], cancellationToken);
    }

    private static async Task CreditAsync(
        NpgsqlConnection connection, Guid offeringId, IReadOnlyList<IssuedCertificate> certificates, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, CreditSql, offeringId, certificates);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task DebitAsync(
        NpgsqlConnection connection, Guid offeringId, IReadOnlyList<(IssuedCertificate Certificate, DateTimeOffset At)> ended, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, DebitSql, offeringId, [.. ended.Select(e => e.Certificate)]);
        command.Parameters.Add(new() { Value = ended.Select(e => e.At.ToUniversalTime()).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Guid offeringId, IReadOnlyList<IssuedCertificate> certificates) => new(sql, connection)
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
            new() { Value = offeringId },
        },
    };
}
