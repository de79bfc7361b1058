using Bpsdm.Certification.Data;
using Bpsdm.Certification.Features;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Webhooks.Endpoints;

/// <param name="Secret">Shown when it was made, never again.</param>
public sealed record NewSecret(Guid Id, string Secret, DateTimeOffset? PreviousValidUntil);

/// <param name="StoppedReason">Why the platform stopped sending.</param>
/// <param name="Failures">Failed attempts since the last success.</param>
/// <param name="RestUntil">Nothing is sent before, since the receiver failed.</param>
/// <param name="Waiting">Messages on their way.</param>
/// <param name="Parked">Messages that were given up after the last attempt; a replay sends them again.</param>
public sealed record SubscriptionView(
    Guid Id, string Url, string Description, IReadOnlyList<string> Agencies, IReadOnlyList<string> Kinds, bool Active, string? StoppedReason, int Failures,
    DateTimeOffset? RestUntil, DateTimeOffset? PreviousSecretUntil, int Waiting, int Parked, DateTimeOffset CreatedAt);

/// <param name="Status">waiting, delivered or parked.</param>
/// <param name="HttpStatus">Of the last answer; null where there was none.</param>
public sealed record DeliveryView(
    Guid Id, string Status, int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ParkedAt, DateTimeOffset? LastAttemptAt,
    int? HttpStatus, string? Error, int? Milliseconds);

/// <param name="Next">Where to read on, or null at the end.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, string? Next);

internal static class Views
{
    public static IQueryable<SubscriptionView> ViewsOf(this CertificationDb db, IQueryable<Subscription> subscriptions) =>
        subscriptions.AsNoTracking().OrderBy(s => s.Id).Select(s => new SubscriptionView(
            s.Id, s.Url, s.Description, s.Agencies, s.Kinds, s.Active, s.StoppedReason, s.Failures, s.RestUntil, s.PreviousSecretUntil,
            db.Deliveries.Count(d => d.SubscriptionId == s.Id && d.DueAt != null), db.Deliveries.Count(d => d.SubscriptionId == s.Id && d.ParkedAt != null), s.CreatedAt));

    public static DeliveryView Of(Delivery d) => new(
        d.FactId, d.DueAt is not null ? "waiting" : d.ParkedAt is not null ? "parked" : "delivered", d.Attempts, d.DueAt, d.DeliveredAt, d.ParkedAt,
        d.LastAttemptAt, d.LastStatus, d.LastError, d.LastMilliseconds);

    /// <summary>A page of the log, the newest messages first.</summary>
    public static async Task<DeliveryPage> PageAsync(this IQueryable<Delivery> deliveries, int size, CancellationToken cancellationToken)
    {
        var found = await deliveries.AsNoTracking().OrderByDescending(d => d.Position).Take(size + 1).ToListAsync(cancellationToken);
        var page = found.Take(size).ToList();
        return new([.. page.Select(Of)], found.Count > size ? Cursor.Of(page[^1].Position) : null);
    }
}
