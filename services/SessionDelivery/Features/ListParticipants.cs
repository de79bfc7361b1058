using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

/// <param name="Outcome">in-progress, completed or failed.</param>
/// <param name="Reason">post-test-failed or not-completed-in-time, where failed.</param>
public sealed record ParticipantItem(
    Guid ParticipantId, string Nip, string Name, string AgencyCode, string AgencyName,
    int SessionsAttended, int ModulesDone, int Attempts, decimal? BestScore, string Outcome, string? Reason, DateTimeOffset? DecidedAt);

internal static class ListParticipants
{
    public static async Task<Results<Ok<Page<ParticipantItem>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, string? after, string? limit, string? outcome, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        if (outcome is not (null or "in-progress" or "completed" or "failed"))
            return Problems.Invalid("outcome", "Hasil harus salah satu dari in-progress, completed, failed.");
        if (!await db.Offerings.AnyAsync(o => o.Id == id, cancellationToken)) return Answers.OfferingNotFound(id);

        var seats = db.Seats.Where(s => s.OfferingId == id && s.ParticipantId > afterId);
        seats = outcome switch
        {
            null => seats,
            "in-progress" => seats.Where(s => !db.Outcomes.Any(o => o.ParticipantId == s.ParticipantId)),
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
                o == null ? "in-progress" : o.Completed ? "completed" : "failed",
                o == null ? null : o.Reason,
                o == null ? null : o.DecidedAt)).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.PageOf(size, r => r.ParticipantId));
    }
}
