using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="Status">The status after the change.</param>
/// <param name="ChangedBy">Subject of the token, or system.</param>
/// <param name="Reason">Why, in Indonesian.</param>
public sealed record ChangeResponse(EnrolmentStatus Status, string ChangedBy, DateTimeOffset ChangedAt, string Reason);

public static class EnrolmentHistory
{
    /// <summary>Every change of an enrolment, the first one first: who, when, why. There are a handful at most.</summary>
    public static async Task<Results<Ok<ChangeResponse[]>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var enrolment = await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (enrolment is null) return Problems.NotFound("Pendaftaran");
        if (EnrolmentDesk.Denied(enrolment, user, Actors.All) is { } denied) return denied;
        return TypedResults.Ok(await db.EnrolmentHistory.AsNoTracking().Where(c => c.EnrolmentId == id).OrderBy(c => c.Id)
            .Select(c => new ChangeResponse(c.Status, c.ChangedBy, c.ChangedAt, c.Reason)).ToArrayAsync(cancellationToken));
    }
}
