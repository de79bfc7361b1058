using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Completion;

/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
/// <param name="Decided">Null while it is in progress.</param>
/// <param name="Changes">What was decided by an organiser or corrected, the first one first.</param>
public sealed record ParticipantOutcome(
    Guid ParticipantId, string Nip, string Name, string Outcome, OutcomeView? Decided, IReadOnlyList<Requirement> Requirements,
    IReadOnlyList<OutcomeChangeView> Changes);

/// <param name="Before">completed or failed; null where nothing had been decided.</param>
public sealed record OutcomeChangeView(
    Guid FactId, Guid? CorrectedFactId, string? Before, string After, decimal? Score, string Reason, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>Where a participant stands, and how the outcome came about.</summary>
internal static class ReadOutcome
{
    public static async Task<Results<Ok<ParticipantOutcome>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid participantId, OfferingCache offerings, DeliveryDb db, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var seat = await db.Seats.Where(s => s.ParticipantId == participantId && s.OfferingId == id)
            .Select(s => new { s.Nip, s.Name }).SingleOrDefaultAsync(cancellationToken);
        if (seat is null) return Answers.ParticipantNotFound(id, participantId);

        var record = await ParticipantStore.ReadAsync(dataSource, offering, participantId, cancellationToken);
        var changes = await db.Set<OutcomeChangeRow>().AsNoTracking().Where(c => c.ParticipantId == participantId)
            .OrderBy(c => c.FactId).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ParticipantOutcome(
            participantId, seat.Nip, seat.Name, record.Outcome.Name(record.Cancelled),
            record.Outcome is { } decided ? OutcomeView.Of(decided) : null,
            Domain.Requirements.Of(record, time.GetUtcNow()),
            [.. changes.Select(c => new OutcomeChangeView(
                c.FactId, c.CorrectedFactId, Name(c.CompletedBefore), Name(c.Completed)!, c.Score, c.Reason, c.ChangedBy, c.ChangedAt))]));
    }

    private static string? Name(bool? completed) => completed switch { null => null, true => "completed", false => "failed" };
}
