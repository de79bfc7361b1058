using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Attendance;

public sealed record CorrectedParticipant(Guid ParticipantId, string Nip, string Name, bool Present, IReadOnlyList<CorrectionItem> History);

public sealed record CorrectionItem(Guid CorrectionId, bool Present, string Reason, string CorrectedBy, DateTimeOffset CorrectedAt, DateTimeOffset? AttendedAt);

internal static class ListCorrections
{
    public static async Task<Results<Ok<Page<CorrectedParticipant>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, Guid sessionId, string? after, string? limit, OfferingCache offerings, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        if (found.Session(sessionId) is null) return AttendanceEndpoints.SessionNotFound(id, sessionId);

        var rows = await (
            from c in db.Corrections
            join s in db.Seats on c.ParticipantId equals s.ParticipantId
            where c.SessionId == sessionId && db.Corrections.Where(o => o.SessionId == sessionId && o.ParticipantId > afterId)
                .Select(o => o.ParticipantId).Distinct().OrderBy(p => p).Take(size + 1).Contains(c.ParticipantId)
            orderby c.ParticipantId, c.Number
            select new { c, s.Nip, s.Name }).ToListAsync(cancellationToken);
        var participants = rows.GroupBy(r => r.c.ParticipantId).Select(g => new CorrectedParticipant(
            g.Key, g.First().Nip, g.First().Name, g.Last().c.Present,
            [.. g.Select(r => new CorrectionItem(r.c.Id, r.c.Present, r.c.Reason, r.c.CorrectedBy, r.c.CorrectedAt, r.c.AttendedAt))])).ToList();
        return TypedResults.Ok(participants.PageOf(size, p => p.ParticipantId));
    }
}
