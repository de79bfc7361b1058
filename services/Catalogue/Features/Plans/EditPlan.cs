using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Plans;

/// <param name="Lines">All lines of the draft; a programme has one in a quarter.</param>
internal sealed record EditPlanRequest(IReadOnlyList<PlanLineRequest?>? Lines)
{
    public const int MaxLines = 1000;
}

/// <param name="Seats">Of each angkatan.</param>
/// <param name="Needs">Ids of the accepted needs that it covers.</param>
internal sealed record PlanLineRequest(Guid? ProgrammeId, int? Quarter, int? Angkatan, int? Seats, IReadOnlyList<Guid>? Needs)
{
    public const int MaxSeats = 1_000_000;

    public PlanLineDraft Draft => new(ProgrammeId!.Value, Quarter!.Value, Angkatan!.Value, Seats!.Value, Needs ?? []);
}

internal sealed class EditPlanValidator : AbstractValidator<EditPlanRequest>
{
    public EditPlanValidator()
    {
        RuleFor(r => r.Lines).NotNull().Must(l => l is null || l.Count <= EditPlanRequest.MaxLines)
            .WithMessage($"'lines' wajib ada, paling banyak {EditPlanRequest.MaxLines} baris.");
        RuleForEach(r => r.Lines).NotNull().ChildRules(line =>
        {
            line.RuleFor(l => l!.ProgrammeId).NotNull();
            line.RuleFor(l => l!.Quarter).NotNull().InclusiveBetween(1, 4);
            line.RuleFor(l => l!.Angkatan).NotNull().InclusiveBetween(1, 100_000);
            line.RuleFor(l => l!.Seats).NotNull().InclusiveBetween(1, PlanLineRequest.MaxSeats);
        });
    }
}

internal static class EditPlan
{
    public static async Task<IResult> Handle(
        int year, EditPlanRequest request, [FromHeader(Name = Preconditions.Header)] string? ifMatch, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockYearAsync(year, cancellationToken);
        if (await db.Plans.Drafted(year).SingleOrDefaultAsync(cancellationToken) is not { } plan) return GetPlan.NoDraft(year);
        if (Preconditions.Unmet(ifMatch, plan.Revision) is { } unmet) return unmet;

        var lines = request.Lines!.Select(l => l!.Draft).ToArray();
        var programmeIds = lines.Select(l => l.ProgrammeId).Distinct().ToArray();
        var programmes = await db.Programmes.Where(p => programmeIds.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => new PlannedProgramme(p.Code, p.Title), cancellationToken);
        var needIds = lines.SelectMany(l => l.Needs).Distinct().ToArray();
        var needs = await db.Needs.Where(n => needIds.Contains(n.Id) && n.SubmittedAt != null)
            .Select(n => new PlannableNeed(
                n.Id, n.Year, n.Status, n.ProgrammeId, n.Headcount + db.Needs.Where(part => part.MergedIntoId == n.Id).Sum(part => part.Headcount)))
            .ToDictionaryAsync(n => n.Id, cancellationToken);
        if (plan.ReplaceLines(lines, programmes, needs, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();

        await db.Set<PlanLine>().Where(l => EF.Property<Guid>(l, "PlanId") == plan.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var (answer, revision) = (await db.ReadAsync(db.Plans.Where(p => p.Id == plan.Id), user, cancellationToken))!.Value;
        return TypedResults.Ok(answer).Tagged(revision);
    }
}

/// <summary>Throws the draft away; what was published stays.</summary>
internal static class DiscardPlan
{
    public static async Task<IResult> Handle(int year, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.Plans.Drafted(year).ExecuteDeleteAsync(cancellationToken) > 0 ? TypedResults.NoContent() : GetPlan.NoDraft(year);
}
