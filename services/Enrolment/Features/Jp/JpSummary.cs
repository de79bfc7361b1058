using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Jp;

/// <summary>An agency's serving employees in a year.</summary>
/// <param name="WithRight">How many have a right to learning hours that is known.</param>
/// <param name="Fulfilled">How many of those earned it.</param>
/// <param name="FulfilledPercent">Their share, with one decimal, rounded down; null where nobody has a right.</param>
/// <param name="Jp">Learning hours earned by all.</param>
public sealed record JpSummary(string AgencyCode, string AgencyName, int Employees, int WithRight, int Fulfilled, decimal? FulfilledPercent, long Jp)
{
    internal static JpSummary Of(string code, string name, int employees, int withRight, int fulfilled, long jp) => new(
        code, name, employees, withRight, fulfilled, withRight == 0 ? null : Math.Floor(1000m * fulfilled / withRight) / 10, jp);

    /// <summary>Of one agency, or of each one that has employees; from the totals alone.</summary>
    internal static async Task<List<JpSummary>> ReadAsync(int year, string? agency, JpRights rights, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var agencies = await db.Agencies.AsNoTracking().Where(a => agency == null || a.Code == agency).OrderBy(a => a.Code).ToListAsync(cancellationToken);
        var headcounts = await db.AgencyHeadcounts.AsNoTracking().Where(h => agency == null || h.AgencyCode == agency).ToListAsync(cancellationToken);
        var totals = await db.JpTotals.AsNoTracking().Where(t => t.Year == year && (agency == null || t.AgencyCode == agency)).ToListAsync(cancellationToken);
        var (headcountsOf, totalsOf) = (headcounts.ToLookup(h => h.AgencyCode, StringComparer.Ordinal), totals.ToLookup(t => t.AgencyCode, StringComparer.Ordinal));
        return
        [
            .. agencies.Select(a => Of(
                a.Code, a.Name,
                headcountsOf[a.Code].Sum(h => h.Employees),
                headcountsOf[a.Code].Where(h => rights.Of(h.Kind) is not null).Sum(h => h.Employees),
                totalsOf[a.Code].Sum(t => t.Fulfilled),
                totalsOf[a.Code].Sum(t => t.Jp))),
        ];
    }
}
