using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>Whose needs are whose, and what a decision on them has to look at.</summary>
internal static class NeedAccess
{
    public static ProblemHttpResult NotFound(Guid id) => Problems.NotFound($"Usulan {id}");

    /// <summary>
    /// BPSDM sees what was submitted: a draft is the agency's alone. An agency sees its own; to another one a need does not exist,
    /// not even that it was proposed is theirs to know.
    /// </summary>
    public static IQueryable<TrainingNeed> VisibleTo(this IQueryable<TrainingNeed> needs, ClaimsPrincipal user)
    {
        var agency = user.Agency();
        return user.IsInRole(Roles.TrainingAdmin)
            ? needs.Where(n => n.SubmittedAt != null || n.AgencyCode == agency)
            : needs.Where(n => n.AgencyCode == agency);
    }

    public static Task<TrainingNeed?> OwnNeedAsync(this CatalogueDbContext db, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var agency = user.Agency();
        return db.Needs.SingleOrDefaultAsync(n => n.Id == id && n.AgencyCode == agency, cancellationToken);
    }

    /// <summary>
    /// One at a time within a year: merging and planning look at more rows than they write. What does not touch the call's key
    /// (a need drafted meanwhile) does not wait.
    /// </summary>
    public static Task LockYearAsync(this CatalogueDbContext db, int year, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM training_calls WHERE year = {year} FOR NO KEY UPDATE", cancellationToken);

    /// <summary>Opens a transaction in which nobody else merges or plans needs of this one's year.</summary>
    /// <returns>Null where BPSDM sees no such need.</returns>
    public static async Task<TrainingNeed?> LockedNeedAsync(this CatalogueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var year = await db.Needs.Where(n => n.Id == id && n.SubmittedAt != null).Select(n => (int?)n.Year).SingleOrDefaultAsync(cancellationToken);
        if (year is null) return null;
        await db.LockYearAsync(year.Value, cancellationToken);
        return await db.Needs.SingleAsync(n => n.Id == id, cancellationToken);
    }

    /// <summary>Needs that the published plan of their year covers.</summary>
    public static IQueryable<PlannedNeed> PlannedNeeds(this CatalogueDbContext db) =>
        from plan in db.Plans
        where plan.PublishedAt != null
            && !db.Plans.Any(later => later.Year == plan.Year && later.Version > plan.Version && later.PublishedAt != null)
        from line in plan.Lines
        from covered in line.Needs
        select new PlannedNeed
        {
            NeedId = covered.NeedId, Year = plan.Year, PlanVersion = plan.Version, ProgrammeId = line.ProgrammeId, Quarter = line.Quarter,
        };

    /// <returns>The rule that forbids to change any of these, or null.</returns>
    public static async Task<NeedPlanned?> PlannedAsync(this CatalogueDbContext db, IEnumerable<Guid> needs, CancellationToken cancellationToken)
    {
        var ids = needs.ToArray();
        return await db.PlannedNeeds().Where(p => ids.Contains(p.NeedId)).FirstOrDefaultAsync(cancellationToken) is { } planned
            ? new NeedPlanned(planned.NeedId, planned.Year, planned.PlanVersion)
            : null;
    }
}

internal sealed record PlannedNeed
{
    public required Guid NeedId { get; init; }
    public required int Year { get; init; }
    public required int PlanVersion { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required int Quarter { get; init; }
}
