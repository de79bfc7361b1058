using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Attendance;

public sealed record CorrectionRequest(bool? Present, string? Reason);

/// <param name="AttendedAt">The attendance that the correction found, or null where there was none.</param>
public sealed record CorrectionResponse(
    Guid CorrectionId, Guid SessionId, Guid ParticipantId, bool Present, string Reason, string CorrectedBy, DateTimeOffset CorrectedAt, DateTimeOffset? AttendedAt);

internal sealed class CorrectionRequestValidator : AbstractValidator<CorrectionRequest>
{
    public CorrectionRequestValidator()
    {
        RuleFor(r => r.Present).NotNull().WithMessage("Sebutkan apakah peserta hadir: true atau false.");
        RuleFor(r => r.Reason).Must(reason => !string.IsNullOrWhiteSpace(reason)).WithMessage("Alasan koreksi wajib diisi.");
        RuleFor(r => r.Reason).MaximumLength(500).WithMessage("Alasan koreksi paling panjang 500 karakter.");
    }
}

internal static class CorrectAttendance
{
    public static async Task<Results<Ok<CorrectionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, Guid participantId, Guid correctionId, CorrectionRequest request, ClaimsPrincipal user,
        OfferingCache offerings, DeliveryDb db, DeliveryWriter writer, IOptions<DeliveryOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        var nip = await db.Seats.Where(s => s.ParticipantId == participantId && s.OfferingId == id).Select(s => s.Nip).SingleOrDefaultAsync(cancellationToken);
        if (nip is null) return Answers.ParticipantNotFound(id, participantId);
        var now = time.Now();
        if (now < session.StartsAt - options.Value.CheckInLead)
            return Problems.Conflict("session-not-open-yet", "Kehadiran baru dapat dikoreksi setelah pencatatan kehadiran sesi ini dibuka.");

        var correction = new AttendanceCorrection(correctionId, sessionId, request.Present!.Value, request.Reason!.Trim(), user.Subject(), now);
        var answer = await writer.SubmitAsync(new Command(found.Offering, nip, participantId, correction), cancellationToken);
        return answer switch
        {
            { Refusal: Refusal.SeatWithdrawn } => Problems.Conflict("seat-withdrawn", "Peserta ini sudah melepas kursinya, sehingga kehadirannya tidak dicatat lagi."),
            { Refusal: { } refusal } => refusal.ToProblem(),
            _ => TypedResults.Ok(Of(participantId, answer.Value!)),
        };
    }

    private static CorrectionResponse Of(Guid participantId, AttendanceCorrection c) =>
        new(c.Id, c.SessionId, participantId, c.Present, c.Reason, c.CorrectedBy, c.CorrectedAt, c.AttendedAt);

    private sealed class Command(Offering offering, string nip, Guid participantId, AttendanceCorrection correction)
        : DeliveryCommand<AttendanceCorrection>(offering, nip)
    {
        // The person may hold another seat by now: that one is not meant.
        protected override Answer<AttendanceCorrection> Handle(ParticipantRecord record) =>
            record.ParticipantId == participantId ? record.Correct(correction) : Refusal.SeatWithdrawn;
    }
}
