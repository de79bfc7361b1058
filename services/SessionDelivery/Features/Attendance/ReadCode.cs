using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Attendance;

/// <param name="ChangesAt">When the screen should ask for the next one.</param>
public sealed record CodeResponse(Guid SessionId, string Code, DateTimeOffset ChangesAt);

internal static class ReadCode
{
    public static async Task<Results<Ok<CodeResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, OfferingCache offerings, DeliveryDb db, HttpResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is null) return AttendanceEndpoints.SessionNotFound(id, sessionId);
        if (await db.SessionSettings.AsNoTracking().SingleOrDefaultAsync(s => s.SessionId == sessionId, cancellationToken) is not { AsksForCode: true } setting)
            return Problems.Conflict("no-code-asked", "Sesi ini tidak meminta kode kehadiran; atur lebih dahulu cara pencatatannya menjadi 'code'.");

        response.Headers.CacheControl = "no-store";
        var now = time.Now();
        return TypedResults.Ok(new CodeResponse(sessionId, CheckInCode.At(setting.CodeSecret, now), CheckInCode.ChangesAt(now)));
    }
}
