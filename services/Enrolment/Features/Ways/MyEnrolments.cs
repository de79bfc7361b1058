using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="ConfirmedAt">Null where it is not confirmed.</param>
/// <param name="AcceptUntil">Until when an offered seat can be accepted.</param>
/// <param name="Waiting">Their place in the wait list, and why they wait.</param>
public sealed record MyEnrolment(
    Guid Id, Guid OfferingId, string ProgrammeTitle, int Angkatan, EnrolmentStatus Status,
    DateTimeOffset RequestedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? AcceptUntil, WaitingPlace? Waiting);

public static class MyEnrolments
{
    public static async Task<Results<Ok<Page<MyEnrolment>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token tidak memuat NIP.");
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        var rows = await Describe(db, db.Enrolments.Where(e => e.Nip == nip && (after == null || e.Id > after))).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageQuery.Of(rows, limit, e => e.Id));
    }

    public static async Task<Results<Ok<MyEnrolment>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken) =>
        user.Nip() is not { } nip ? Problems.Forbidden("Token tidak memuat NIP.")
        : await Find(db, nip, id).SingleOrDefaultAsync(cancellationToken) is { } enrolment ? TypedResults.Ok(enrolment)
        : Problems.NotFound("Pendaftaran");

    internal static IQueryable<MyEnrolment> Find(EnrolmentDb db, string nip, Guid id) =>
        Describe(db, db.Enrolments.Where(e => e.Nip == nip && e.Id == id));

    private static IQueryable<MyEnrolment> Describe(EnrolmentDb db, IQueryable<EmployeeEnrolment> enrolments) =>
        from e in enrolments
        join o in db.Offerings on e.OfferingId equals o.Id
        orderby e.Id
        select new MyEnrolment(
            e.Id, o.Id, o.ProgrammeTitle, o.Angkatan, e.Status, e.RequestedAt, e.ConfirmedAt, e.AcceptUntil,
            e.Status != EnrolmentStatus.Waiting ? null : WaitingPlace.Of(
                1 + db.Enrolments.Count(w => w.OfferingId == o.Id && w.Status == EnrolmentStatus.Waiting && w.QueueNumber < e.QueueNumber),
                db.AgencyQuotas.Any(q => q.OfferingId == o.Id && q.AgencyCode == e.AgencyCode && q.SeatsTaken >= q.Seats)));
}
