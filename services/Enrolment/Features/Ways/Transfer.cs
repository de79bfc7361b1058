using System.Security.Claims;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Ways;

/// <param name="OfferingId">The angkatan to go to.</param>
public sealed record TransferRequest(Guid? OfferingId, string? Reason);

public static class Transfer
{
    /// <summary>Moves a participant to another angkatan of the same programme: a seat there, or they stay here.</summary>
    public static async Task<Results<Ok<EnrolmentResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, TransferRequest request, ClaimsPrincipal user, EnrolmentDesk desk, CancellationToken cancellationToken)
    {
        if (request.OfferingId is not { } target || target == Guid.Empty) return Problems.Invalid("offeringId", "Angkatan tujuan wajib disebut.");
        if (!StepReason.TryRead(request.Reason, out var reason, out var problem)) return problem;
        var answer = await desk.StepAsync(id, user, Actors.All, async open =>
        {
            var (here, other) = (open.Offering, open.Other!);
            if (open.Enrolment.Transfer(here.ProgrammeId, other.Id, other.ProgrammeId, here.WithdrawalDeadline, open.Now) is { } broken) return broken;
            if (other.IsCancelled) return new NoSeat(Outcomes.OfferingCancelled);
            if (!other.Window.IsOpenAt(open.Now)) return new OutsideWindow(other.Window, open.Now);

            var entrance = Entrance.Transfer(open.By, here.Id, reason);
            var results = await SeatCandidates.RunAsync(open.Connection, other, Candidates.One(open.Enrolment.Nip), entrance, open.Now, cancellationToken);
            if (results is not [{ Participant: not null, EnrolmentId: { } seat }]) return new NoSeat(await WhyNotAsync(open, results[0].Outcome, cancellationToken));
            open.AnswerId = seat;
            await open.Connection.PublishConfirmedAsync(other.Id, results, cancellationToken);
            var departure = new Departure(EnrolmentStatus.Withdrawn, "transferred", open.By, $"Pindah ke angkatan {other.Angkatan}: {reason}");
            await open.LeaveAsync(departure, "ada peserta yang pindah angkatan.", cancellationToken);
            return null;
        }, cancellationToken, target);
        return answer.WithValidation();
    }

    // What would wait there stays here, so the wait list's place is not kept; but they are told which of the two was full.
    private static async Task<string> WhyNotAsync(OpenEnrolment open, string outcome, CancellationToken cancellationToken)
    {
        if (outcome is not Outcomes.Waitlisted) return outcome;
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM agency_quotas q JOIN employees e ON e.agency_code = q.agency_code
              WHERE q.offering_id = $1 AND e.nip = $2 AND q.seats_taken >= q.seats)
            """, open.Connection) { Parameters = { new() { Value = open.Other!.Id }, new() { Value = open.Enrolment.Nip } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))! ? Outcomes.QuotaFull : Outcomes.CapacityFull;
    }
}
