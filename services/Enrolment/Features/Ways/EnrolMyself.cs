using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Ways;

public static class EnrolMyself
{
    /// <summary>
    /// The learner of the token takes a seat (201), where the agency has to approve it a seat that waits for that (201),
    /// or a place in the wait list where there is none (202).
    /// </summary>
    public static async Task<Results<Created<MyEnrolment>, Accepted<MyEnrolment>, Ok<MyEnrolment>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, HttpRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, EnrolmentDb db, OutboxSignal signal,
        EnrolmentMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token tidak memuat NIP.");
        if (!IdempotencyKey.TryRead(request, out var key)) return IdempotencyKey.Malformed();

        var outcome = Outcomes.AlreadyEnrolled;
        Guid id;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (await SeatedOffering.LockAsync(connection, offeringId, cancellationToken) is not { } offering) return Problems.NotFound("Angkatan");
            // A retry finds what the first request did, even after the window closed.
            if (await FindLiveAsync(connection, offeringId, nip, cancellationToken) is { } existing)
            {
                id = existing;
            }
            else
            {
                var now = time.GetUtcNow();
                if (offering.IsCancelled) return EnrolmentClosed.Cancelled();
                if (!offering.Window.IsOpenAt(now)) return EnrolmentClosed.Problem(offering.Window, now);
                var results = await SeatCandidates.RunAsync(
                    connection, offering, Candidates.One(nip), Entrance.Self(offering, nip, key), now, cancellationToken);
                outcome = results[0].Outcome;
                if (results[0].EnrolmentId is not { } entered) return new NoSeat(outcome).ToProblem();
                id = entered;
                var confirmed = await connection.PublishConfirmedAsync(offeringId, results, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                signal.Set();
                metrics.Confirmed(confirmed, "self");
            }
        }
        // Not inside: whoever holds the lock of a crowded offering must not wait for a second connection.
        var mine = await MyEnrolments.Find(db, nip, id).SingleAsync(cancellationToken);
        var path = $"/api/enrolment/my/enrolments/{id}";
        return outcome switch
        {
            Outcomes.AlreadyEnrolled => TypedResults.Ok(mine),
            Outcomes.Waitlisted => TypedResults.Accepted(path, mine),
            _ => TypedResults.Created(path, mine),
        };
    }

    private static async Task<Guid?> FindLiveAsync(NpgsqlConnection connection, Guid offeringId, string nip, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT id FROM enrolments WHERE offering_id = $1 AND nip = $2 AND status IN {EnrolmentSets.Live}", connection)
        {
            Parameters = { new() { Value = offeringId }, new() { Value = nip } },
        };
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
