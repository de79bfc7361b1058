using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

public sealed record ClassroomEndedResponse(Guid SessionId, DateTimeOffset EndedAt);

internal static class EndClassroom
{
    /// <summary>Asked again it ends again what may have been opened meanwhile; the first time of it stands.</summary>
    public static async Task<Results<Ok<ClassroomEndedResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, OfferingCache offerings, DeliveryDb db, ClassroomProviders providers, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is null) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        if (found.Classrooms.GetValueOrDefault(sessionId) is not { } classroom) return ReadClassroom.NotFound();
        var provider = providers.Of(classroom.Kind);
        if (provider.IsConfigured && await provider.EndAsync(sessionId, cancellationToken) is { } fault) return fault.ToProblem();

        var now = time.Now();
        await db.Classrooms.Where(c => c.SessionId == sessionId && c.EndedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.EndedAt, now), cancellationToken);
        offerings.Forget(id);
        var ended = await db.Classrooms.Where(c => c.SessionId == sessionId).Select(c => c.EndedAt).SingleAsync(cancellationToken);
        return TypedResults.Ok(new ClassroomEndedResponse(sessionId, ended ?? now));
    }

    public static async Task ReopenAsync(DeliveryDb db, OfferingCache offerings, Guid id, Guid sessionId, CancellationToken cancellationToken)
    {
        await db.Classrooms.Where(c => c.SessionId == sessionId).ExecuteUpdateAsync(c => c.SetProperty(x => x.EndedAt, (DateTimeOffset?)null), cancellationToken);
        offerings.Forget(id);
    }
}
