using System.Linq.Expressions;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features;

public sealed record OfferingResponse(
    Guid Id, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, string Category, int Angkatan, int Year, int Jp,
    string DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate,
    DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt,
    bool ExcludeEducationTeachers, bool ExcludeCovidResponse, int Capacity, int SeatsTaken);

/// <summary>Offerings as enrolment knows them, with the seats taken.</summary>
public static class Offerings
{
    private static readonly Expression<Func<Offering, OfferingResponse>> ToResponse = o => new OfferingResponse(
        o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Angkatan, o.Year, o.Jp, o.DeliveryMode, o.Place,
        o.StartDate, o.EndDate, o.EnrolmentOpensAt, o.EnrolmentClosesAt,
        o.ExcludeEducationTeachers, o.ExcludeCovidResponse, o.Capacity, o.SeatsTaken);

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
}
