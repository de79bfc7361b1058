using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Plans;

/// <param name="Note">To the agencies; may be left out.</param>
internal sealed record PublishPlanRequest(string? Note);

internal sealed class PublishPlanValidator : AbstractValidator<PublishPlanRequest>
{
    public PublishPlanValidator() => RuleFor(r => r.Note).Prose().When(r => r.Note is not null);
}

/// <summary>The draft takes the place of the version in force. Only what was seen is published (If-Match).</summary>
internal static class PublishPlan
{
    private const int NamedAtMost = 20;

    public static async Task<IResult> Handle(
        int year, PublishPlanRequest request, [FromHeader(Name = Preconditions.Header)] string? ifMatch, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockYearAsync(year, cancellationToken);
        if (await db.Plans.Drafted(year).Include(p => p.Lines).SingleOrDefaultAsync(cancellationToken) is not { } plan) return GetPlan.NoDraft(year);
        if (Preconditions.Unmet(ifMatch, plan.Revision) is { } unmet) return unmet;
        if (await ChangedSinceAsync(db, plan.Id, cancellationToken) is { Count: > 0 } changed) return new PlanOutdated(changed).ToProblem();
        if (plan.Publish(request.Note, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var (answer, _) = (await db.ReadAsync(db.Plans.Where(p => p.Id == plan.Id), user, cancellationToken))!.Value;
        return TypedResults.Ok(answer);
    }

    /// <summary>Needs that were merged, separated or given another programme since the draft was written.</summary>
    private static Task<List<Guid>> ChangedSinceAsync(CatalogueDbContext db, Guid plan, CancellationToken cancellationToken) =>
        (from line in db.Plans.Where(p => p.Id == plan).SelectMany(p => p.Lines)
         from covered in line.Needs
         join need in db.Needs on covered.NeedId equals need.Id
         where need.Status != NeedStatus.Accepted || need.ProgrammeId != line.ProgrammeId
             || covered.Headcount != need.Headcount + db.Needs.Where(part => part.MergedIntoId == need.Id).Sum(part => part.Headcount)
         orderby need.Id
         select need.Id).Take(NamedAtMost).ToListAsync(cancellationToken);
}
