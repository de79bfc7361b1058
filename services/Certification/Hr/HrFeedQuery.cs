using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Hr;

internal sealed record FeedEntry(long Position, Guid FactId, string Type, Certificate Certificate);

internal static class HrFeedQuery
{
    /// <summary>The next entries of the feed, in order.</summary>
    public static IQueryable<FeedEntry> FeedAfter(this CertificationDb db, long position, int count) =>
        db.HrEntries.AsNoTracking()
            .Where(e => e.Position > position).OrderBy(e => e.Position).Take(count)
            .Join(db.Certificates, e => e.CertificateId, c => c.Id, (e, c) => new { e.Position, e.FactId, e.Type, Certificate = c })
            .OrderBy(e => e.Position)
            .Select(e => new FeedEntry(e.Position, e.FactId, e.Type, e.Certificate));
}
