using System.Globalization;
using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Plans;

/// <summary>The plan in force, an earlier version of it, or the draft of the next.</summary>
internal static class GetPlan
{
    public static async Task<IResult> InForce(int year, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.ReadAsync(db.Plans.Published(year), user, cancellationToken) is var (plan, _)
            ? TypedResults.Ok(plan)
            : Problems.NotFound($"Rencana tahun {year} yang sudah terbit");

    public static async Task<IResult> Version(
        int year, int version, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.ReadAsync(db.Plans.Published(year).Where(p => p.Version == version), user, cancellationToken) is var (plan, _)
            ? TypedResults.Ok(plan)
            : Problems.NotFound($"Rencana tahun {year} versi {version} yang sudah terbit");

    public static async Task<IResult> Draft(int year, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.ReadAsync(db.Plans.Drafted(year), user, cancellationToken) is var (plan, revision)
            ? TypedResults.Ok(plan).Tagged(revision)
            : NoDraft(year);

    public static ProblemHttpResult NoDraft(int year) => Problems.NotFound($"Rancangan rencana tahun {year}");
}

internal sealed record PlanVersionResponse(int Version, string? Note, string PublishedBy, DateTimeOffset PublishedAt);

/// <summary>What was published for a year, the latest first.</summary>
internal static class ListPlanVersions
{
    public static async Task<IResult> Handle(int year, [AsParameters] PageQuery page, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(1, out var key, out var invalid)) return invalid;
        IQueryable<Domain.AnnualPlan> plans = db.Plans.Published(year);
        if (key is not null)
        {
            if (!int.TryParse(key[0], NumberStyles.None, CultureInfo.InvariantCulture, out var before)) return PageQuery.NoCursor;
            plans = plans.Where(p => p.Version < before);
        }
        var rows = await plans.Take(page.Size + 1).Select(p => new PlanVersionResponse(p.Version, p.Note, p.PublishedBy!, p.PublishedAt!.Value))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<PlanVersionResponse>.Of(rows, page.Size, p => [p.Version.ToString(CultureInfo.InvariantCulture)]));
    }
}
