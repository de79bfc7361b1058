using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

/// <param name="Outcome">in-progress, completed or failed; withdrawn or cancelled where that came before an outcome.</param>
/// <param name="Reason">post-test-failed, not-completed-in-time, decided-by-organiser or no-longer-fulfilled, where failed.</param>
public sealed record ParticipantItem(
    Guid ParticipantId, string Nip, string Name, string AgencyCode, string AgencyName,
    int SessionsAttended, int ModulesDone, int Attempts, decimal? BestScore, string Outcome, string? Reason, DateTimeOffset? DecidedAt);

internal static class ListParticipants
{
    public static async Task<Results<Ok<Page<ParticipantItem>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, string? after, string? limit, string? outcome, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        if (outcome is not (null or "in-progress" or "completed" or "failed" or "withdrawn" or "cancelled"))
            return Problems.Invalid("outcome", "Hasil harus salah satu dari in-progress, completed, failed, withdrawn, cancelled.");
        if (await db.Offerings.Where(o => o.Id == id).Select(o => new { Cancelled = o.CancelledAt != null }).SingleOrDefaultAsync(cancellationToken) is not { } offering)
            return Answers.OfferingNotFound(id);
        var held = offering.Cancelled ? "cancelled" : "in-progress";

        var seats = db.Seats.Where(s => s.OfferingId == id && s.ParticipantId > afterId);
        seats = outcome switch
        {
            null => seats,
            "in-progress" or "cancelled" => seats.Where(s => outcome == held && s.WithdrawnAt == null && !db.Outcomes.Any(o => o.ParticipantId == s.ParticipantId)),
            "withdrawn" => seats.Where(s => s.WithdrawnAt != null && !db.Outcomes.Any(o => o.ParticipantId == s.ParticipantId)),
            // The offering is in both tables, so that the index of the outcomes leads here and not each seat.
            _ => seats.Where(s => db.Outcomes.Any(o =>
                o.ParticipantId == s.ParticipantId && o.OfferingId == id && o.Completed == (outcome == "completed"))),
        };
        var rows = await (
            from s in seats
            from o in db.Outcomes.Where(o => o.ParticipantId == s.ParticipantId).DefaultIfEmpty()
            orderby s.ParticipantId
            select new ParticipantItem(
                s.ParticipantId, s.Nip, s.Name, s.AgencyCode, s.AgencyName,
                db.Attendances.Count(a => a.ParticipantId == s.ParticipantId),
                db.Progress.Count(p => p.ParticipantId == s.ParticipantId && p.Percent == 100),
                db.Attempts.Count(a => a.ParticipantId == s.ParticipantId),
                db.Attempts.Where(a => a.ParticipantId == s.ParticipantId).Max(a => (decimal?)a.Score),
                o == null ? (s.WithdrawnAt == null ? held : "withdrawn") : o.Completed ? "completed" : "failed",
                o == null ? null : o.Reason,
                o == null ? null : o.DecidedAt)).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.PageOf(size, r => r.ParticipantId));
    }
}
