using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="Id">The enrolment.</param>
public sealed record PendingApproval(
    Guid Id, Guid OfferingId, string ProgrammeTitle, int Angkatan, string Nip, string Name, string Rank, string Position, DateTimeOffset RequestedAt);

/// <summary>Self-enrolments that wait for their agency.</summary>
public static class Approvals
{
    public static async Task<Results<Ok<Page<PendingApproval>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] PageQuery query, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        if (!query.TryRead(out var after, out var limit, out var problem)) return problem;
        if (user.Agency() is not { } agency) return AgencyScope.NoAgency();
        var page = db.Enrolments.AsNoTracking()
            .Where(e => e.AgencyCode == agency && e.Status == EnrolmentStatus.PendingApproval && (after == null || e.Id > after)).OrderBy(e => e.Id).Take(limit + 1);
        var rows = await (
            from e in page
            join o in db.Offerings on e.OfferingId equals o.Id
            join p in db.Employees on e.Nip equals p.Nip
            orderby e.Id
            select new PendingApproval(e.Id, o.Id, o.ProgrammeTitle, o.Angkatan, e.Nip, p.Name, p.Rank, p.Position, e.RequestedAt)).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageQuery.Of(rows, limit, e => e.Id));
    }

    /// <summary>The seat that was held for them is theirs.</summary>
    public static Task<Results<Ok<EnrolmentResponse>, ProblemHttpResult>> ApproveAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDesk desk, EnrolmentMetrics metrics, CancellationToken cancellationToken) =>
        desk.StepAsync(id, user, Actors.Agency, async open =>
        {
            if (open.Enrolment.Decide() is { } broken) return broken;
            await Settlements.RunAsync(open.Connection, open.Enrolment, confirmed: true, open.By, "Disetujui perangkat daerah.", open.Now, cancellationToken);
            metrics.Confirmed(1, "approval");
            return null;
        }, cancellationToken);

    /// <summary>The seat goes to the next.</summary>
    public static async Task<Results<Ok<EnrolmentResponse>, ValidationProblem, ProblemHttpResult>> RefuseAsync(
        Guid id, StepReason request, ClaimsPrincipal user, EnrolmentDesk desk, CancellationToken cancellationToken)
    {
        if (!StepReason.TryRead(request.Reason, out var reason, out var problem)) return problem;
        var answer = await desk.StepAsync(id, user, Actors.Agency, async open =>
        {
            if (open.Enrolment.Decide() is { } broken) return broken;
            var departure = new Departure(EnrolmentStatus.Refused, "", open.By, reason);
            await open.LeaveAsync(departure, "pendaftaran lain tidak disetujui.", cancellationToken);
            return null;
        }, cancellationToken);
        return answer.WithValidation();
    }
}
