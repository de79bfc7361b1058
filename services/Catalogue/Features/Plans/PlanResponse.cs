using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Plans;

/// <param name="Headcount">People of all needs that the plan covers.</param>
/// <param name="Seats">Of all lines.</param>
internal sealed record PlanResponse(
    int Year, int Version, bool Published, string? Note, string DraftedBy, DateTimeOffset DraftedAt, string ChangedBy, DateTimeOffset ChangedAt,
    string? PublishedBy, DateTimeOffset? PublishedAt, long Headcount, long Seats, IReadOnlyList<PlanLineResponse> Lines);

/// <param name="Seats">Of each angkatan.</param>
/// <param name="Headcount">People of all needs that the line covers; an agency sees only its own among <paramref name="Needs"/>.</param>
/// <param name="Offerings">Scheduled for the programme with a start in this quarter.</param>
internal sealed record PlanLineResponse(
    int Quarter, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Seats, int Headcount,
    IReadOnlyList<CoveredNeedResponse> Needs, IReadOnlyList<PlannedOfferingResponse> Offerings, long ScheduledSeats);

internal sealed record CoveredNeedResponse(Guid NeedId, string Agency, int Headcount);

internal sealed record PlannedOfferingResponse(Guid OfferingId, int Angkatan, DateOnly StartDate, int Capacity);

internal static class PlanReading
{
    public static IQueryable<AnnualPlan> Published(this IQueryable<AnnualPlan> plans, int year) =>
        plans.Where(p => p.Year == year && p.PublishedAt != null).OrderByDescending(p => p.Version);

    public static IQueryable<AnnualPlan> Drafted(this IQueryable<AnnualPlan> plans, int year) =>
        plans.Where(p => p.Year == year && p.PublishedAt == null);

    /// <summary>The plan with whom its lines cover and what was scheduled for them.</summary>
    /// <returns>Null where there is none.</returns>
    public static async Task<(PlanResponse Plan, uint Revision)?> ReadAsync(
        this CatalogueDbContext db, IQueryable<AnnualPlan> which, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var plan = await which.AsNoTracking().Include(p => p.Lines).ThenInclude(l => l.Needs).FirstOrDefaultAsync(cancellationToken);
        if (plan is null) return null;
        var (bpsdm, agency) = (user.IsInRole(Roles.TrainingAdmin), user.Agency());
        var covered = plan.Lines.SelectMany(l => l.Needs).Select(n => n.NeedId).ToArray();
        var agencies = await db.Needs
            .Where(n => covered.Contains(n.Id)
                && (bpsdm || n.AgencyCode == agency || db.Needs.Any(part => part.MergedIntoId == n.Id && part.AgencyCode == agency)))
            .ToDictionaryAsync(n => n.Id, n => n.AgencyCode, cancellationToken);
        var programmes = plan.Lines.Select(l => l.ProgrammeId).Distinct().ToArray();
        var (first, last) = (new DateOnly(plan.Year, 1, 1), new DateOnly(plan.Year, 12, 31));
        var offerings = (await db.Offerings.Where(o => programmes.Contains(o.ProgrammeId) && o.StartDate >= first && o.StartDate <= last
                    && o.Status != OfferingStatus.Cancelled)
                .Select(o => new { o.ProgrammeId, Offering = new PlannedOfferingResponse(o.Id, o.Angkatan, o.StartDate, o.Capacity) })
                .ToListAsync(cancellationToken))
            .ToLookup(o => (o.ProgrammeId, Quarter: (o.Offering.StartDate.Month + 2) / 3), o => o.Offering);
        var lines = plan.Lines.Select(l => Line(l, agencies, [.. offerings[(l.ProgrammeId, l.Quarter)].OrderBy(o => o.StartDate).ThenBy(o => o.Angkatan)])).ToArray();
        return (new(
            plan.Year, plan.Version, plan.PublishedAt is not null, plan.Note, plan.DraftedBy, plan.DraftedAt, plan.ChangedBy, plan.ChangedAt,
            plan.PublishedBy, plan.PublishedAt, lines.Sum(l => (long)l.Headcount), lines.Sum(l => (long)l.Angkatan * l.Seats), lines), plan.Revision);
    }

    private static PlanLineResponse Line(PlanLine line, Dictionary<Guid, string> agencies, PlannedOfferingResponse[] offerings) => new(
        line.Quarter, line.ProgrammeId, line.ProgrammeCode, line.ProgrammeTitle, line.Angkatan, line.Seats, line.Needs.Sum(n => n.Headcount),
        [
            .. line.Needs.Where(n => agencies.ContainsKey(n.NeedId)).Select(n => new CoveredNeedResponse(n.NeedId, agencies[n.NeedId], n.Headcount))
                .OrderBy(n => n.Agency, StringComparer.Ordinal).ThenBy(n => n.NeedId),
        ],
        offerings, offerings.Sum(o => (long)o.Capacity));
}
