using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Completion;

/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
/// <param name="Summary">Where the participant stands, in Indonesian.</param>
/// <param name="OrganiserReason">Why an organiser decided otherwise, where one did.</param>
/// <param name="Requirements">All of them, fulfilled or not.</param>
public sealed record MyCompletionResponse(
    Guid OfferingId, Guid ParticipantId, string Outcome, string? Reason, DateTimeOffset? DecidedAt, string Summary, string? OrganiserReason,
    IReadOnlyList<Requirement> Requirements);

internal static class MyCompletion
{
    public static async Task<Results<Ok<MyCompletionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();

        var record = await ParticipantStore.ReadAsync(dataSource, offering, participantId, cancellationToken);
        var organiserReason = record.Outcome is not { DecidedBy: not null } decided ? null
            : await db.Set<OutcomeChangeRow>().Where(c => c.FactId == decided.FactId).Select(c => c.Reason).SingleAsync(cancellationToken);
        var requirements = Domain.Requirements.Of(record, time.GetUtcNow());
        return TypedResults.Ok(new MyCompletionResponse(
            id, participantId, record.Outcome.Name(record.Cancelled), record.Outcome?.Reason, record.Outcome?.DecidedAt,
            Summary(record, requirements), organiserReason, requirements));
    }

    private static string Summary(ParticipantRecord record, IReadOnlyList<Requirement> requirements) => record switch
    {
        { Outcome: { Completed: true, DecidedBy: null } } => "Anda telah memenuhi semua syarat dan dinyatakan lulus.",
        { Outcome.Completed: true } => "Anda dinyatakan lulus oleh penyelenggara.",
        { Outcome.DecidedBy: not null } => "Anda dinyatakan tidak lulus oleh penyelenggara.",
        { Outcome.Reason: Outcome.PostTestFailed } => "Anda dinyatakan tidak lulus: semua kesempatan post-test terpakai tanpa mencapai batas lulus.",
        { Outcome.Reason: Outcome.NotCompletedInTime } => "Anda dinyatakan tidak lulus: syarat belum terpenuhi saat angkatan ditutup.",
        { Outcome: not null } => "Anda dinyatakan tidak lulus: setelah koreksi, syarat tidak lagi terpenuhi.",
        { Cancelled: true } => "Angkatan ini dibatalkan.",
        { Offering.ClosedAt: not null } => "Angkatan ini sudah ditutup.",
        _ => $"Anda masih perlu memenuhi {requirements.Count(r => !r.Fulfilled)} dari {requirements.Count} syarat.",
    };
}
