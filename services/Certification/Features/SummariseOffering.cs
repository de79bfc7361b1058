using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Features;

/// <param name="Issued">Certificates of the offering.</param>
/// <param name="Missing">Numbers between <paramref name="FirstNumber"/> and <paramref name="LastNumber"/> that no certificate of any offering has: always 0.</param>
public sealed record SeriesSummary(
    CertificateKind Kind, int Year, long Issued, long FirstSequence, long LastSequence, string FirstNumber, string LastNumber, long Missing);

public sealed record OfferingCertificates(Guid OfferingId, long Issued, IReadOnlyList<SeriesSummary> Series);

internal static class SummariseOffering
{
    public static async Task<Ok<OfferingCertificates>> HandleAsync(Guid id, CertificationDb db, CancellationToken cancellationToken)
    {
        var ranges = await db.Certificates.Where(c => c.OfferingId == id)
            .GroupBy(c => new { c.Kind, c.SeriesYear })
            .Select(g => new { g.Key.Kind, g.Key.SeriesYear, Issued = g.LongCount(), First = g.Min(c => c.Sequence), Last = g.Max(c => c.Sequence) })
            .ToListAsync(cancellationToken);

        var series = new List<SeriesSummary>();
        foreach (var range in ranges.OrderBy(r => r.Kind).ThenBy(r => r.SeriesYear))
        {
            // Offerings share a series, so the numbers in between may be another offering's; missing is what nobody has.
            var all = db.Certificates.Where(c => c.Kind == range.Kind && c.SeriesYear == range.SeriesYear);
            var taken = await all.LongCountAsync(c => c.Sequence >= range.First && c.Sequence <= range.Last, cancellationToken);
            var first = await all.Where(c => c.Sequence == range.First).Select(c => c.Number).SingleAsync(cancellationToken);
            var last = await all.Where(c => c.Sequence == range.Last).Select(c => c.Number).SingleAsync(cancellationToken);
            series.Add(new(
                range.Kind, range.SeriesYear, range.Issued, range.First, range.Last, first, last, range.Last - range.First + 1 - taken));
        }
        return TypedResults.Ok(new OfferingCertificates(id, ranges.Sum(r => r.Issued), series));
    }
}
