using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Attendance;

/// <param name="ByClassroom">Whether it came of the notices of the virtual classroom; the minutes are among the presences.</param>
/// <param name="Corrected">Whether instructor or organiser said so; the reasons are among the corrections.</param>
public sealed record AttendanceItem(
    Guid ParticipantId, string Nip, string Name, string AgencyCode, string AgencyName, bool Present, DateTimeOffset? AttendedAt, bool ByClassroom, bool Corrected);

internal static class ListAttendance
{
    public static async Task<Results<Ok<Page<AttendanceItem>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, string? after, string? limit, string? present, OfferingCache offerings, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        if (present is not (null or "true" or "false")) return Problems.Invalid("present", "Saringan kehadiran harus true atau false.");
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is null) return AttendanceEndpoints.SessionNotFound(id, sessionId);

        var rows = await (
            from s in db.Seats
            where s.OfferingId == id && s.WithdrawnAt == null && s.ParticipantId > afterId
            from a in db.Attendances.Where(a => a.ParticipantId == s.ParticipantId && a.SessionId == sessionId).DefaultIfEmpty()
            where present == null || (a != null) == (present == "true")
            orderby s.ParticipantId
            select new AttendanceItem(
                s.ParticipantId, s.Nip, s.Name, s.AgencyCode, s.AgencyName, a != null, a == null ? null : a.AttendedAt, a != null && a.ByClassroom,
                db.Corrections.Any(c => c.ParticipantId == s.ParticipantId && c.SessionId == sessionId))).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.PageOf(size, r => r.ParticipantId));
    }
}
