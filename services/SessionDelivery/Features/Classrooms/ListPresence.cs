using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <param name="EnteredAt">When they first went in by our address.</param>
/// <param name="Minutes">In the classroom, within the session; two devices at once count once.</param>
/// <param name="RequiredMinutes">That make present; 0 where presence is only shown.</param>
/// <param name="Gaps">How often they were away in between, and for how many minutes in all.</param>
/// <param name="Sufficient">Whether it is enough by now. It is recorded some minutes after the session, when late notices are in.</param>
public sealed record PresenceView(
    DateTimeOffset? EnteredAt, int Minutes, int RequiredMinutes, int Gaps, int GapMinutes, bool Sufficient, IReadOnlyList<Interval> Intervals)
{
    internal static PresenceView Of(SessionNotices notices, Guid participantId, Session session, Classroom classroom, DateTimeOffset now)
    {
        var presence = notices.PresenceOf(participantId, session, now);
        var required = (session.EndsAt - session.StartsAt).TotalMinutes * classroom.MinPercent / 100;
        var away = presence.Gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap.Length);
        return new(
            notices.EnteredAt(participantId), presence.Minutes, (int)Math.Ceiling(required), presence.Gaps.Count(), (int)away.TotalMinutes,
            presence.Reached(classroom.MinPercent) is not null, presence.Intervals);
    }
}

/// <param name="Present">What is recorded, by whatever way: classroom, check-in or correction.</param>
public sealed record PresenceItem(Guid ParticipantId, string Nip, string Name, string AgencyCode, string AgencyName, bool Present, PresenceView Presence);

public sealed record MyPresenceResponse(Guid SessionId, bool Present, PresenceView Presence);

internal static class ListPresence
{
    public static async Task<Results<Ok<Page<PresenceItem>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, string? after, string? limit, OfferingCache offerings, DeliveryDb db, ClassroomStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        if (found.Classrooms.GetValueOrDefault(sessionId) is not { } classroom) return ReadClassroom.NotFound();

        var seats = await db.Seats.Where(s => s.OfferingId == id && s.WithdrawnAt == null && s.ParticipantId > afterId).OrderBy(s => s.ParticipantId)
            .Select(s => new { s.ParticipantId, s.Nip, s.Name, s.AgencyCode, s.AgencyName, Present = db.Attendances.Any(a => a.ParticipantId == s.ParticipantId && a.SessionId == sessionId) })
            .Take(size + 1).ToListAsync(cancellationToken);
        var (notices, now) = (await store.ReadAsync(sessionId, seats.Select(s => s.ParticipantId), cancellationToken), time.Now());
        return TypedResults.Ok(seats.ConvertAll(s => new PresenceItem(
            s.ParticipantId, s.Nip, s.Name, s.AgencyCode, s.AgencyName, s.Present, PresenceView.Of(notices, s.ParticipantId, session, classroom, now))).PageOf(size, s => s.ParticipantId));
    }

    public static async Task<Results<Ok<MyPresenceResponse>, ProblemHttpResult>> MineAsync(
        Guid id, Guid sessionId, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, ClassroomStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();
        if (found.Classrooms.GetValueOrDefault(sessionId) is not { } classroom) return ReadClassroom.NotFound();

        var notices = await store.ReadAsync(sessionId, [participantId], cancellationToken);
        var present = await db.Attendances.AnyAsync(a => a.ParticipantId == participantId && a.SessionId == sessionId, cancellationToken);
        return TypedResults.Ok(new MyPresenceResponse(sessionId, present, PresenceView.Of(notices, participantId, session, classroom, time.Now())));
    }
}
