using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Completion;

/// <param name="Outcome">completed or failed.</param>
/// <param name="Reason">Why: it stays in the history and the participant reads it.</param>
public sealed record OverrideRequest(string? Outcome, string? Reason);

internal sealed class OverrideRequestValidator : AbstractValidator<OverrideRequest>
{
    public OverrideRequestValidator()
    {
        RuleFor(r => r.Outcome).Must(o => o is "completed" or "failed").WithMessage("Hasil harus completed atau failed.");
        RuleFor(r => r.Reason).Must(r => r?.Trim() is { Length: >= 10 and <= 500 }).WithMessage("Alasan wajib diisi, 10 sampai 500 huruf.");
    }
}

/// <param name="FactId">Names this outcome in every event that tells of it.</param>
/// <param name="DecidedBy">The organiser who decided it; null where the rule did.</param>
public sealed record OutcomeView(Guid FactId, string Outcome, string? Reason, decimal? Score, DateTimeOffset DecidedAt, string? DecidedBy)
{
    public static OutcomeView Of(Outcome o) => new(o.FactId, o.Completed ? "completed" : "failed", o.Reason, o.Score, o.DecidedAt, o.DecidedBy);
}

/// <summary>
/// An organiser decides the outcome of a participant, before or after the rule has. To ask for the outcome that there is
/// changes nothing, so a repeated request decides once.
/// </summary>
internal static class OverrideOutcome
{
    public static async Task<Results<Ok<OutcomeView>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid participantId, OverrideRequest request, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, DeliveryWriter writer,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var seat = await db.Seats.Where(s => s.ParticipantId == participantId && s.OfferingId == id)
            .Select(s => new { s.Nip, s.WithdrawalReason }).SingleOrDefaultAsync(cancellationToken);
        if (seat is null) return Answers.ParticipantNotFound(id, participantId);
        if (offering.CancelledAt is null && seat.WithdrawalReason is not (null or Withdrawal.OfferingCancelled))
            return SeatWithdrawn();

        var answer = await writer.SubmitAsync(
            new Command(offering, seat.Nip, participantId, request.Outcome is "completed", request.Reason!.Trim(), user.Subject(), time.Now()), cancellationToken);
        return answer switch
        {
            { Refusal: Refusal.SeatWithdrawn } => SeatWithdrawn(),
            { Refusal: { } refusal } => refusal.ToProblem(),
            _ => TypedResults.Ok(OutcomeView.Of(answer.Value!)),
        };
    }

    private static ProblemHttpResult SeatWithdrawn() =>
        Problems.Conflict("seat-withdrawn", "Kursi peserta ini sudah dilepas, sehingga hasilnya tidak dapat ditetapkan.");

    private sealed class Command(Offering offering, string nip, Guid participantId, bool completed, string reason, string by, DateTimeOffset now)
        : DeliveryCommand<Outcome>(offering, nip)
    {
        // The person may hold another seat by now: that one is not meant.
        protected override Answer<Outcome> Handle(ParticipantRecord record) =>
            record.ParticipantId == participantId ? record.Override(completed, reason, by, now) : Refusal.SeatWithdrawn;
    }
}
