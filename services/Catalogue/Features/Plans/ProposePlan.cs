using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Plans;

/// <param name="Seats">Of each angkatan; 30 where it is left out.</param>
internal sealed record ProposePlanRequest(int? Seats)
{
    public const int UsualSeats = 30;
}

internal sealed class ProposePlanValidator : AbstractValidator<ProposePlanRequest>
{
    public ProposePlanValidator() => RuleFor(r => r.Seats).InclusiveBetween(1, PlanLineRequest.MaxSeats);
}

/// <summary>Drafts the next version from the needs that were accepted.</summary>
internal static class ProposePlan
{
    public static async Task<IResult> Handle(
        int year, ProposePlanRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } id) return Ids.Malformed;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockYearAsync(year, cancellationToken);
        if (!await db.Calls.AnyAsync(c => c.Year == year, cancellationToken)) return GetCall.NotFound(year);
        if (await db.Plans.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } existing)
            return existing.Year == year && string.Equals(existing.DraftedBy, user.Subject(), StringComparison.Ordinal)
                ? await AnswerAsync(TypedResults.Ok)
                : Ids.TakenByAnother;
        var last = await db.Plans.Where(p => p.Year == year).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
        if (last is { PublishedAt: null }) return new PlanDraftedAlready(year, last.Version).ToProblem();

        db.Plans.Add(AnnualPlan.Draft(id, year, (last?.Version ?? 0) + 1, user.Subject(), clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await FillAsync(db, id, year, last?.Id, request.Seats ?? ProposePlanRequest.UsualSeats, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await AnswerAsync(plan => TypedResults.Created($"/api/catalogue/plans/{year}/draft", plan));

        async Task<IResult> AnswerAsync(Func<PlanResponse, IResult> answer)
        {
            var (plan, revision) = (await db.ReadAsync(db.Plans.Where(p => p.Id == id), user, cancellationToken))!.Value;
            return answer(plan).Tagged(revision);
        }
    }

    /// <summary>
    /// A line for each programme and quarter with so many angkatan as its people need. What the version in force holds stays as it
    /// was edited there: where it put a need, how many seats an angkatan has; only more angkatan are added where they are needed.
    /// </summary>
    private static Task FillAsync(CatalogueDbContext db, Guid plan, int year, Guid? inForce, int seats, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH accepted AS (
                SELECT whole.id, whole.programme_id, whole.quarter, sum(part.headcount)::int AS headcount
                FROM needs part JOIN needs whole ON whole.id = coalesce(part.merged_into_id, part.id)
                WHERE part.year = {year} AND whole.year = {year} AND part.status IN ('accepted', 'merged') AND whole.programme_id IS NOT NULL
                GROUP BY whole.id
            ), assigned AS (
                SELECT a.id, a.headcount, coalesce(c.programme_id, a.programme_id) AS programme_id, coalesce(c.quarter, a.quarter) AS quarter
                FROM accepted a LEFT JOIN plan_line_needs c ON c.need_id = a.id AND c.plan_id = {inForce}
            ), demand AS (
                SELECT programme_id, quarter, sum(headcount) AS headcount FROM assigned GROUP BY programme_id, quarter
            ), planned AS (
                SELECT programme_id, quarter, angkatan, seats FROM plan_lines WHERE plan_id = {inForce}
            ), lines AS (
                INSERT INTO plan_lines (plan_id, programme_id, quarter, programme_code, programme_title, angkatan, seats)
                SELECT {plan}, programme_id, quarter, p.code, p.title,
                    greatest(planned.angkatan, ceil(coalesce(demand.headcount, 0)::numeric / coalesce(planned.seats, {seats}))::int),
                    coalesce(planned.seats, {seats})
                FROM demand FULL JOIN planned USING (programme_id, quarter) JOIN programmes p ON p.id = programme_id
            )
            INSERT INTO plan_line_needs (plan_id, need_id, programme_id, quarter, headcount)
            SELECT {plan}, id, programme_id, quarter, headcount FROM assigned
            """, cancellationToken);
}
