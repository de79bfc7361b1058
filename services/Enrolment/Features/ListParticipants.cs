using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features;

public sealed record ParticipantResponse(
    Guid Id, string Nip, string Name, string Rank, string Position, string AgencyCode, DateTimeOffset ConfirmedAt);

public static class ListParticipants
{
    /// <summary>Who has a seat; an agency's admin sees those who were of the agency when they got it.</summary>
    public static async Task<Results<Ok<Page<ParticipantResponse>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin, Roles.Instructor)) return AgencyScope.NoAgency();
        if (!await db.Offerings.AnyAsync(o => o.Id == offeringId, cancellationToken)) return Problems.NotFound("Angkatan");

        var enrolments = db.Enrolments.AsNoTracking().Where(e => e.OfferingId == offeringId && e.Status == EnrolmentStatus.Confirmed);
        if (agency is not null) enrolments = enrolments.Where(e => e.AgencyCode == agency);
        if (after is not null) enrolments = enrolments.Where(e => e.Id > after);
        var rows = await (
            from e in enrolments.OrderBy(e => e.Id).Take(limit + 1)
            join p in db.Employees on e.Nip equals p.Nip
            orderby e.Id
            select new ParticipantResponse(e.Id, e.Nip, p.Name, p.Rank, p.Position, e.AgencyCode, e.ConfirmedAt!.Value)).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageQuery.Of(rows, limit, p => p.Id));
    }
}
