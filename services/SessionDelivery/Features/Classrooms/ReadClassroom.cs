using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <param name="MinPercent">Share of the session that makes present; 0 where presence is only shown.</param>
/// <param name="OpensAt">For participants; UTC.</param>
/// <param name="EndedAt">When somebody who leads the session ended it.</param>
public sealed record ClassroomResponse(
    Guid SessionId, string Kind, string? Url, int MinPercent, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateTimeOffset SetAt, string SetBy, DateTimeOffset? EndedAt)
{
    internal static ClassroomResponse Of(Classroom classroom, Session session, ClassroomOptions options) => new(
        classroom.SessionId, classroom.Kind, classroom.Url, classroom.MinPercent, session.StartsAt - options.OpensBefore, session.EndsAt,
        classroom.SetAt, classroom.SetBy, classroom.EndedAt);
}

internal static class ReadClassroom
{
    public static async Task<Results<Ok<ClassroomResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, OfferingCache offerings, IOptions<ClassroomOptions> options, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        response.Headers.CacheControl = "no-store";
        return found.Classrooms.GetValueOrDefault(sessionId) is { } classroom ? TypedResults.Ok(ClassroomResponse.Of(classroom, session, options.Value)) : NotFound();
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("Kelas virtual sesi ini");
}
