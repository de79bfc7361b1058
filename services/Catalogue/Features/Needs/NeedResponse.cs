using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <param name="Merge">Of a need that others were merged into, and of each of those.</param>
/// <param name="Planned">Where the published plan of the year covers it.</param>
internal sealed record NeedResponse(
    Guid Id, string Agency, Guid? ProgrammeId, string? Topic, int Headcount, IReadOnlyList<GroupCount> Headcounts, int Year, int Quarter,
    NeedPriority Priority, string Reason, NeedStatus Status, string DraftedBy, DateTimeOffset DraftedAt, string? SubmittedBy,
    DateTimeOffset? SubmittedAt, string? RejectionReason, string? DecidedBy, DateTimeOffset? DecidedAt, NeedMerge? Merge, NeedPlan? Planned);

/// <summary>Several needs that became one.</summary>
/// <param name="NeedId">The one that stands for all.</param>
/// <param name="Headcount">Of all of them.</param>
/// <param name="Origins">Where they came from, that one included.</param>
internal sealed record NeedMerge(Guid NeedId, int Headcount, IReadOnlyList<GroupCount> Headcounts, IReadOnlyList<NeedOrigin> Origins);

internal sealed record NeedOrigin(Guid NeedId, string Agency, int Headcount);

/// <param name="Version">Of the year's plan.</param>
internal sealed record NeedPlan(int Version, Guid ProgrammeId, int Quarter);

internal static class NeedReading
{
    /// <summary>Answers with these needs, their merges and their places in the plan: two more queries, however many there are.</summary>
    public static async Task<List<NeedResponse>> RespondAsync(
        this CatalogueDbContext db, IReadOnlyList<TrainingNeed> needs, CancellationToken cancellationToken)
    {
        var wholes = needs.Where(n => n.SubmittedAt is not null).Select(WholeOf).Distinct().ToArray();
        var parts = await db.Needs.AsNoTracking().Where(n => wholes.Contains(n.Id) || wholes.Contains(n.MergedIntoId!.Value))
            .Select(n => new { Whole = n.MergedIntoId ?? n.Id, n.Id, n.AgencyCode, n.Headcounts })
            .ToListAsync(cancellationToken);
        var merges = parts.GroupBy(p => p.Whole).Where(g => g.Count() > 1).ToDictionary(g => g.Key, g =>
        {
            var sum = Headcounts.Sum(g.Select(p => p.Headcounts));
            return new NeedMerge(g.Key, sum.Total, GroupCount.ListOf(sum),
                [.. g.OrderByDescending(p => p.Id == g.Key).ThenBy(p => p.AgencyCode, StringComparer.Ordinal).ThenBy(p => p.Id)
                    .Select(p => new NeedOrigin(p.Id, p.AgencyCode, p.Headcounts.Total))]);
        });
        var plans = await db.PlannedNeeds().Where(p => wholes.Contains(p.NeedId))
            .ToDictionaryAsync(p => p.NeedId, p => new NeedPlan(p.PlanVersion, p.ProgrammeId, p.Quarter), cancellationToken);
        return [.. needs.Select(n => Response(n, merges.GetValueOrDefault(WholeOf(n)), plans.GetValueOrDefault(WholeOf(n))))];
    }

    public static async Task<NeedResponse> RespondAsync(this CatalogueDbContext db, TrainingNeed need, CancellationToken cancellationToken) =>
        (await db.RespondAsync([need], cancellationToken))[0];

    private static Guid WholeOf(TrainingNeed need) => need.MergedIntoId ?? need.Id;

    private static NeedResponse Response(TrainingNeed n, NeedMerge? merge, NeedPlan? planned) => new(
        n.Id, n.AgencyCode, n.ProgrammeId, n.Topic, n.Headcount, GroupCount.ListOf(n.Headcounts), n.Year, n.Quarter, n.Priority, n.Reason, n.Status,
        n.DraftedBy, n.DraftedAt, n.SubmittedBy, n.SubmittedAt, n.RejectionReason, n.DecidedBy, n.DecidedAt, merge, planned);
}
