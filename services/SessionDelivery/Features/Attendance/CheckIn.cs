using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Attendance;

/// <param name="Code">What the instructor's screen shows, where the session asks for it.</param>
public sealed record CheckInRequest(string? Code);

public sealed record AttendanceResponse(Guid SessionId, DateTimeOffset AttendedAt);

internal static class CheckIn
{
    public static async Task<Results<Ok<AttendanceResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, CheckInRequest? request, ClaimsPrincipal user, OfferingCache offerings, DeliveryWriter writer,
        IOptions<DeliveryOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is not { } session) return AttendanceEndpoints.SessionNotFound(id, sessionId);

        var now = time.Now();
        var code = found.SessionSettings.GetValueOrDefault(sessionId)?.Judge(request?.Code, now) ?? ToldCode.NotAsked;
        var answer = await writer.SubmitAsync(
            new Command(found.Offering, nip, sessionId, session.IsOpen(now, options.Value.CheckInLead), code, now), cancellationToken);
        return answer.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(new AttendanceResponse(sessionId, answer.Value));
    }

    private sealed class Command(Offering offering, string nip, Guid sessionId, bool inWindow, ToldCode code, DateTimeOffset now)
        : DeliveryCommand<DateTimeOffset>(offering, nip)
    {
        protected override Answer<DateTimeOffset> Handle(ParticipantRecord record) => record.CheckIn(sessionId, inWindow, now, code);
    }
}
