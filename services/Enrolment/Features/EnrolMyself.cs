using System.Security.Claims;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.Enrolment.Features;

public static class EnrolMyself
{
    /// <summary>The learner of the token takes a seat.</summary>
    public static async Task<Results<Created<MyEnrolment>, Ok<MyEnrolment>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, HttpRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, OutboxSignal signal,
        EnrolmentMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token tidak memuat NIP.");
        if (!IdempotencyKey.TryRead(request, out var key)) return IdempotencyKey.Malformed();

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await SeatedOffering.LockAsync(connection, offeringId, cancellationToken) is not { } offering) return Problems.NotFound("Angkatan");

        var now = time.GetUtcNow();
        if (await MyEnrolment.FindAsync(connection, offeringId, nip, cancellationToken) is { } existing) return TypedResults.Ok(existing);
        if (!offering.Window.IsOpenAt(now)) return EnrolmentClosed.Problem(offering.Window, now);

        var results = await SeatCandidates.RunAsync(connection, offering, Candidates.One(nip), null, null, key, now, cancellationToken);
        if (results is not [{ Participant: { } participant }]) return Refusal(results[0].Outcome);

        await connection.PublishConfirmedAsync(offeringId, results, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
        metrics.Confirmed(1, "self");
        return TypedResults.Created(
            $"/api/enrolment/my/enrolments/{participant.ParticipantId}",
            new MyEnrolment(participant.ParticipantId, offeringId, offering.ProgrammeTitle, offering.Angkatan, now));
    }

    private static ProblemHttpResult Refusal(string outcome) =>
        outcome is Outcomes.CapacityFull
            ? Problems.Conflict("capacity-full", Outcomes.Reason(outcome))
            : Problems.Unprocessable(outcome.Replace('_', '-'), Outcomes.Reason(outcome));
}

internal static class EnrolmentClosed
{
    /// <summary>409: before the window opens or after it closed.</summary>
    public static ProblemHttpResult Problem(EnrolmentWindow window, DateTimeOffset now) =>
        now < window.OpensAt
            ? Problems.Conflict("enrolment-not-open", $"Pendaftaran baru dibuka pada {window.OpensAt:yyyy-MM-dd'T'HH:mm'Z'}.")
            : Problems.Conflict("enrolment-closed", $"Pendaftaran sudah ditutup pada {window.ClosesAt:yyyy-MM-dd'T'HH:mm'Z'}.");
}
