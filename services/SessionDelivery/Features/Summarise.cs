using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

/// <param name="Seats">Held now; those of <paramref name="Withdrawn"/> are not among them.</param>
/// <param name="ModulesDone">Participants who finished it, for each self-paced module.</param>
/// <param name="InProgress">Seats without an outcome.</param>
/// <param name="Attempts">Attempts at the post-test, of all participants.</param>
public sealed record SummaryResponse(
    Guid OfferingId, int Seats, IReadOnlyList<SessionCount> AttendedBySession, IReadOnlyList<ModuleCount> ModulesDone,
    int Attempts, int Completed, int Failed, int InProgress, int Withdrawn, DateTimeOffset? ClosedAt, DateTimeOffset? CancelledAt);

public sealed record SessionCount(Guid SessionId, int Number, string Title, int Attended);

public sealed record ModuleCount(Guid ModuleId, int Number, string Title, int Done);

internal static class Summarise
{
    public static async Task<Results<Ok<SummaryResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, DeliveryDb db, CancellationToken cancellationToken)
    {
        // One snapshot for all counts, so that they add up while participants work.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering)
            return Answers.OfferingNotFound(id);

        var seats = await db.Seats.CountAsync(s => s.OfferingId == id && s.WithdrawnAt == null, cancellationToken);
        var undecided = await db.Seats.CountAsync(
            s => s.OfferingId == id && s.WithdrawnAt == null && !db.Outcomes.Any(o => o.ParticipantId == s.ParticipantId), cancellationToken);
        var withdrawn = await db.Seats.CountAsync(s => s.OfferingId == id && s.WithdrawnAt != null, cancellationToken);
        var attended = await db.Attendances.Where(a => a.OfferingId == id)
            .GroupBy(a => a.SessionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var done = await db.Progress.Where(p => p.OfferingId == id && p.Percent == 100)
            .GroupBy(p => p.ModuleId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var attempts = await db.Attempts.CountAsync(a => a.OfferingId == id, cancellationToken);
        var outcomes = await db.Outcomes.Where(o => o.OfferingId == id)
            .GroupBy(o => o.Completed).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        return TypedResults.Ok(new SummaryResponse(
            id, seats,
            [.. offering.Sessions.Select(s => new SessionCount(s.Id, s.Number, s.Title, attended.GetValueOrDefault(s.Id)))],
            [.. offering.Modules.Where(m => m.IsSelfPaced).Select(m => new ModuleCount(m.Id, m.Number, m.Title, done.GetValueOrDefault(m.Id)))],
            attempts, outcomes.GetValueOrDefault(true), outcomes.GetValueOrDefault(false), undecided, withdrawn, offering.ClosedAt, offering.CancelledAt));
    }
}
