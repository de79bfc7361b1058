using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Hr;

internal sealed record FeedEntry(long Position, Guid FactId, string Type, string? TraceParent, Certificate Certificate);

internal static class HrFeedQuery
{
    /// <summary>The next entries of the feed, in order.</summary>
    public static IQueryable<FeedEntry> FeedAfter(this CertificationDb db, long position, int count) =>
        Feed(db.HrEntries.Where(e => e.Position > position).OrderBy(e => e.Position).Take(count), db.Certificates);

    /// <summary>The next entries up to a position, of one agency or kind or both.</summary>
    public static IQueryable<FeedEntry> FeedWithin(this CertificationDb db, long after, long upTo, string? agency, CertificateKind? kind, int count)
    {
        IQueryable<Certificate> certificates = db.Certificates;
        if (!string.IsNullOrEmpty(agency)) certificates = certificates.Where(c => c.AgencyCode == agency);
        if (kind is not null) certificates = certificates.Where(c => c.Kind == kind);
        return Feed(db.HrEntries.Where(e => e.Position > after && e.Position <= upTo), certificates).Take(count);
    }

    /// <summary>The entries at these positions, in order.</summary>
    public static IQueryable<FeedEntry> FeedAt(this CertificationDb db, long[] positions) =>
        Feed(db.HrEntries.Where(e => positions.Contains(e.Position)), db.Certificates);

    private static IQueryable<FeedEntry> Feed(IQueryable<HrEntry> entries, IQueryable<Certificate> certificates) =>
        entries.AsNoTracking()
            .Join(certificates, e => e.CertificateId, c => c.Id, (e, c) => new { e.Position, e.FactId, e.Type, e.TraceParent, Certificate = c })
            .OrderBy(e => e.Position)
            .Select(e => new FeedEntry(e.Position, e.FactId, e.Type, e.TraceParent, e.Certificate));
}
