using System.Security.Claims;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Eligibility;
using Bpsdm.Enrolment.Features.Seating;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Ways;

/// <summary>What somebody does with a seat that the wait list offered them.</summary>
public static class Offers
{
    /// <summary>Takes it; where their agency has to approve, it waits for that.</summary>
    public static Task<Results<Ok<EnrolmentResponse>, ProblemHttpResult>> AcceptAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDesk desk, EnrolmentMetrics metrics, CancellationToken cancellationToken) =>
        desk.StepAsync(id, user, Actors.Owner, async open =>
        {
            if (open.Enrolment.Accept(open.Now) is { } broken) return broken;
            // Much may have happened while they waited: the rules are asked again.
            var found = await Explanation.FindAsync(open.Connection, open.Offering.Id, open.Offering.Rules, open.Enrolment.Nip, cancellationToken);
            if (found is null) return new NoSeat(Outcomes.UnknownNip);
            if (found.Value.Response.Rules.FirstOrDefault(r => !r.Fulfilled) is { } rule) return new NoSeat(rule.Code);

            var confirmed = !open.Enrolment.NeedsApproval;
            var why = confirmed ? "Menerima kursi dari daftar tunggu." : "Menerima kursi dari daftar tunggu; menunggu persetujuan perangkat daerah.";
            await Settlements.RunAsync(open.Connection, open.Enrolment, confirmed, open.By, why, open.Now, cancellationToken);
            if (confirmed) metrics.Confirmed(1, "wait-list");
            return null;
        }, cancellationToken);

    /// <summary>Leaves it to the next.</summary>
    public static Task<Results<Ok<EnrolmentResponse>, ProblemHttpResult>> DeclineAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDesk desk, CancellationToken cancellationToken) =>
        desk.StepAsync(id, user, Actors.Owner, async open =>
        {
            if (open.Enrolment.Decline() is { } broken) return broken;
            var departure = new Departure(EnrolmentStatus.Declined, "", open.By, "Menolak kursi dari daftar tunggu.");
            await open.LeaveAsync(departure, "kursi yang ditawarkan ditolak.", cancellationToken);
            return null;
        }, cancellationToken);
}
