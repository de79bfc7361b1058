using System.Linq.Expressions;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Eligibility;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features;

/// <param name="Status">scheduled, postponed or cancelled.</param>
/// <param name="StatusReason">Why it was postponed or cancelled.</param>
/// <param name="WithdrawalClosesAt">Until when a participant may withdraw.</param>
/// <param name="AcceptanceHours">Hours that someone promoted from the wait list has to accept the seat.</param>
/// <param name="SeatsTaken">Seats that are confirmed, wait for an approval or are offered to somebody who waited.</param>
public sealed record OfferingResponse(
    Guid Id, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, string Category, int Angkatan, int Year, int Jp,
    string DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate,
    DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt,
    bool ExcludeEducationTeachers, bool ExcludeCovidResponse, int Capacity, int SeatsTaken,
    string Status, string? StatusReason, DateTimeOffset WithdrawalClosesAt, bool NeedsAgencyApproval, int AcceptanceHours,
    IReadOnlyList<EligibilityCondition> Conditions);

/// <param name="Seats">Most seats for the agency's employees.</param>
public sealed record QuotaResponse(string AgencyCode, int Seats, int SeatsTaken);

/// <summary>Offerings as enrolment knows them, with the seats taken.</summary>
public static class Offerings
{
    private static readonly Expression<Func<Offering, OfferingResponse>> ToResponse = o => new OfferingResponse(
        o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Angkatan, o.Year, o.Jp, o.DeliveryMode, o.Place,
        o.StartDate, o.EndDate, o.EnrolmentOpensAt, o.EnrolmentClosesAt,
        o.ExcludeEducationTeachers, o.ExcludeCovidResponse, o.Capacity, o.SeatsTaken,
        o.CancelledAt != null ? "cancelled" : o.PostponedAt != null ? "postponed" : "scheduled",
        o.CancelledAt != null ? o.CancellationReason : o.PostponementReason,
        Deadlines.Withdrawal(o.WithdrawalClosesAt, o.PostponedAt != null, o.StartDate, o.EnrolmentClosesAt),
        o.NeedsAgencyApproval, o.AcceptanceHours, DeclaredRules.Read(o.Conditions));

    public static async Task<Results<Ok<Page<OfferingResponse>>, ValidationProblem>> ListAsync(
        [AsParameters] PageQuery query, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        var rows = await db.Offerings.AsNoTracking().Where(o => after == null || o.Id > after)
            .OrderBy(o => o.Id).Take(limit + 1).Select(ToResponse).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageQuery.Of(rows, limit, o => o.Id));
    }

    public static async Task<Results<Ok<OfferingResponse>, ProblemHttpResult>> GetAsync(
        Guid offeringId, EnrolmentDb db, CancellationToken cancellationToken) =>
        await db.Offerings.AsNoTracking().Where(o => o.Id == offeringId).Select(ToResponse).SingleOrDefaultAsync(cancellationToken) is { } offering
            ? TypedResults.Ok(offering)
            : Problems.NotFound("Angkatan");

    /// <summary>The agencies' quotas and what is taken of them, in one answer: there are some fifty agencies.</summary>
    public static async Task<Results<Ok<QuotaResponse[]>, ProblemHttpResult>> QuotasAsync(
        Guid offeringId, EnrolmentDb db, CancellationToken cancellationToken) =>
        await db.Offerings.AnyAsync(o => o.Id == offeringId, cancellationToken)
            ? TypedResults.Ok(await db.AgencyQuotas.AsNoTracking().Where(q => q.OfferingId == offeringId).OrderBy(q => q.AgencyCode)
                .Select(q => new QuotaResponse(q.AgencyCode, q.Seats, q.SeatsTaken)).ToArrayAsync(cancellationToken))
            : Problems.NotFound("Angkatan");
}
