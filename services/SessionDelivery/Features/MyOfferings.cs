using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
public sealed record MyOffering(
    Guid OfferingId, Guid ParticipantId, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year, int Jp,
    string DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate, string Outcome,
    DateTimeOffset? CancelledAt, string? CancellationReason);

internal static class MyOfferings
{
    public static async Task<Results<Ok<Page<MyOffering>>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string? after, string? limit, ClaimsPrincipal user, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (Paging.Read(after, limit, out var afterId, out var size) is { } invalid) return invalid;
        var rows = await (
            from s in db.Seats
            where s.Nip == nip && s.ParticipantId > afterId && (s.WithdrawalReason == null || s.WithdrawalReason == Withdrawal.OfferingCancelled)
            join f in db.Offerings on s.OfferingId equals f.Id
            from o in db.Outcomes.Where(o => o.ParticipantId == s.ParticipantId).DefaultIfEmpty()
            orderby s.ParticipantId
            select new MyOffering(
                f.Id, s.ParticipantId, f.ProgrammeCode, f.ProgrammeTitle, f.Angkatan, f.Year, f.Jp, f.DeliveryMode, f.Place, f.StartDate, f.EndDate,
                o != null ? (o.Completed ? "completed" : "failed") : f.CancelledAt != null || s.WithdrawalReason != null ? "cancelled" : "in-progress",
                f.CancelledAt, f.CancellationReason)).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.PageOf(size, r => r.ParticipantId));
    }
}
