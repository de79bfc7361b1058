using Bpsdm.Certification.Domain;
using Bpsdm.Contracts.SessionDelivery;
using Npgsql;

namespace Bpsdm.Certification.Data;

/// <summary>A completion together with the offering that it belongs to.</summary>
public sealed record Completion(OfferingSummary Offering, CompletedParticipant Participant)
{
    public CertificateKind Kind { get; } = CertificateKinds.Of(Offering.Category);

    public int Year { get; } = Wib.YearOf(Participant.CompletedAt);
}

public readonly record struct Issued(Guid CompletionId, Guid CertificateId, string Number);

public static class IssuedCompletions
{
    /// <summary>When the completions were decided that have a certificate now.</summary>
    public static DateTimeOffset[] DecisionsOf(this Completion[] completions, IReadOnlyList<Issued> issued)
    {
        var decided = completions.DistinctBy(c => c.Participant.FactId).ToDictionary(c => c.Participant.FactId, c => c.Participant.CompletedAt);
        return [.. issued.Select(i => decided[i.CompletionId])];
    }
}

/// <summary>
/// The statements that give completions their certificates, numbers and places in the HR feed, in the caller's transaction.
/// Locks are always taken in the same order, series by series and then the feed, and are held until the commit: numbers
/// have no gap because what is rolled back takes none, and feed positions become visible in their order.
/// </summary>
public static class CertificateIssuing
{
    /// <returns>What was issued now, in the order of the feed; completions that have a certificate, or were taken back, are left out.</returns>
    public static async Task<IReadOnlyList<Issued>> IssueAsync(
        NpgsqlConnection connection, IReadOnlyList<Completion> completions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The codes are drawn before the lock is taken; a batch may tell of the same completion twice.
        Completion[] distinct = [.. completions.DistinctBy(c => c.Participant.FactId).DistinctBy(c => c.Participant.ParticipantId)];
        var arrays = new CompletionArrays(distinct);

        await LockSeriesAsync(connection, distinct, cancellationToken);
        var issued = await InsertAsync(connection, arrays, now, cancellationToken);
        if (issued.Count > 0)
            await HrFeedWriting.AppendAsync(connection, HrEntry.Completion, [.. issued.Select(i => (i.CompletionId, i.CertificateId))], cancellationToken);
        return issued;
    }

    private static async Task LockSeriesAsync(NpgsqlConnection connection, Completion[] completions, CancellationToken cancellationToken)
    {
        var series = completions.Select(c => (Kind: c.Kind.Code(), c.Year)).Distinct().ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])
        [
            """
            INSERT INTO number_series (kind, year, next)
            SELECT kind, year, 1 FROM unnest($1, $2) AS s(kind, year) ORDER BY kind, year
            ON CONFLICT DO NOTHING
            """,
            """
            SELECT 1 FROM number_series WHERE (kind, year) IN (SELECT * FROM unnest($1, $2)) ORDER BY kind, year FOR UPDATE
            """,
        ])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new() { Value = series.Select(s => s.Kind).ToArray() },
                    new() { Value = series.Select(s => s.Year).ToArray() },
                },
            });
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// A statement of its own: its snapshot, taken after the lock, shows what those before in the queue have issued. What it asks of each row
    /// is a scalar subquery, which goes through its index however few rows the planner believes in (docs/decisions/0076).
    /// </summary>
    private static async Task<List<Issued>> InsertAsync(
        NpgsqlConnection connection, CompletionArrays arrays, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH facts AS (SELECT * FROM unnest({CompletionArrays.Placeholders(first: 2)}) AS f({CompletionArrays.Columns})),
            numbered AS (
              SELECT f.*, t.version AS template_version, t.number_pattern,
                     EXISTS (SELECT FROM offering_modules m WHERE m.offering_id = f.offering_id) AS has_curriculum,
                     s.next - 1 + row_number() OVER (PARTITION BY f.kind, f.series_year ORDER BY f.completed_at, f.completion_id) AS sequence
              FROM facts f JOIN number_series s ON s.kind = f.kind AND s.year = f.series_year
              JOIN (SELECT DISTINCT ON (kind) kind, version, number_pattern FROM certificate_templates ORDER BY kind, version DESC) t ON t.kind = f.kind
              WHERE (SELECT c.id FROM certificates c WHERE c.completion_id = f.completion_id AND c.status <> 'replaced' LIMIT 1) IS NULL
                AND (SELECT c.id FROM certificates c WHERE c.participant_id = f.participant_id AND c.status = 'valid' LIMIT 1) IS NULL
                AND (SELECT x.corrected_fact_id FROM completion_corrections x WHERE x.corrected_fact_id = f.completion_id LIMIT 1) IS NULL),
            inserted AS (
              INSERT INTO certificates ({CompletionArrays.Columns}, template_version, has_curriculum, sequence, number, status, issued_at)
              SELECT {CompletionArrays.Columns}, template_version, has_curriculum, sequence,
                     replace(replace(replace(number_pattern, '{"{seq}"}', sequence::text), '{"{kind}"}', upper(kind)), '{"{year}"}', series_year::text),
                     'valid', $1
              FROM numbered ORDER BY kind, series_year, sequence
              RETURNING completion_id, id, number, kind, series_year, sequence),
            advanced AS (
              UPDATE number_series s SET next = s.next + i.taken
              FROM (SELECT kind, series_year, count(*) AS taken FROM inserted GROUP BY kind, series_year) i
              WHERE s.kind = i.kind AND s.year = i.series_year)
            SELECT completion_id, id, number FROM inserted ORDER BY kind, series_year, sequence
            """, connection);
        command.Parameters.Add(new() { Value = now });
        arrays.AddTo(command.Parameters);

        var issued = new List<Issued>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) issued.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)));
        return issued;
    }
}
