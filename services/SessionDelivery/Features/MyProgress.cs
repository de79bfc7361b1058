using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features;

/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
/// <param name="Reason">post-test-failed, not-completed-in-time, decided-by-organiser or no-longer-fulfilled, where failed.</param>
/// <param name="Missing">What is still to be done, in sentences.</param>
public sealed record MyProgressResponse(
    Guid OfferingId, Guid ParticipantId, IReadOnlyList<SessionStanding> Sessions, IReadOnlyList<ModuleStanding> Modules,
    DateTimeOffset? PreTestHandedInAt, IReadOnlyList<AttemptStanding> Attempts, int AttemptsLeft, decimal? BestScore, string Outcome, string? Reason, DateTimeOffset? DecidedAt,
    IReadOnlyList<string> Missing);

public sealed record SessionStanding(Guid SessionId, int Number, string Title, string Mode, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? AttendedAt);

/// <param name="Percent">Null where the module is not self-paced.</param>
public sealed record ModuleStanding(Guid ModuleId, int Number, string Title, string Mode, int? Percent);

public sealed record AttemptStanding(int Attempt, decimal Score, bool Passed, DateTimeOffset AttemptedAt);

internal static class MyProgress
{
    public static async Task<Results<Ok<MyProgressResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();

        var record = await ParticipantStore.ReadAsync(dataSource, offering, participantId, cancellationToken);
        return TypedResults.Ok(new MyProgressResponse(
            id, participantId,
            [.. offering.Sessions.Select(s => new SessionStanding(
                s.Id, s.Number, s.Title, s.Mode, s.StartsAt, s.EndsAt, record.Attendance.TryGetValue(s.Id, out var at) ? at : null))],
            [.. offering.Modules.Select(m => new ModuleStanding(
                m.Id, m.Number, m.Title, m.Mode, m.IsSelfPaced ? record.Progress.GetValueOrDefault(m.Id) : null))],
            record.PreTestHandedInAt,
            [.. record.Attempts.Select(a => new AttemptStanding(a.Number, a.Score, a.Score >= offering.Rule.PassingGrade, a.AttemptedAt))],
            record.AttemptsLeft, record.BestScore, record.Outcome.Name(record.Cancelled), record.Outcome?.Reason, record.Outcome?.DecidedAt,
            record.Outcome is not null || record.Cancelled ? [] : [.. Requirements.Of(record, time.GetUtcNow()).Where(r => !r.Fulfilled).Select(r => r.Sentence)]));
    }
}
