using System.ComponentModel;
using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Features;
using Bpsdm.Certification.Hr;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks.Endpoints;

/// <param name="Status">What the receiver answered; null where it did not.</param>
public sealed record TestResult(bool Delivered, int? Status, string? Error, int Milliseconds);

/// <summary>One of both.</summary>
/// <param name="From">All that the feed holds of this time and later.</param>
/// <param name="MessageId">This one message.</param>
public sealed record ReplayBody(DateTimeOffset? From, Guid? MessageId);

internal sealed class ReplayBodyValidator : AbstractValidator<ReplayBody>
{
    public ReplayBodyValidator() => RuleFor(b => b.From).Must((body, _) => body.From is null != body.MessageId is null)
        .WithMessage("Sebutkan salah satu: 'from' (waktu) atau 'messageId' (satu pesan).");
}

/// <param name="Messages">How many will be sent (again).</param>
public sealed record Replay(int Messages);

/// <summary>What was sent, and sending it again.</summary>
internal static class Messages
{
    private const int MaxLimit = 500;

    public static async Task<Results<Ok<DeliveryPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        Guid id, [Description("waiting, delivered atau parked; kosong untuk semuanya.")] string? status, [Description("Cursor `next` dari jawaban sebelumnya.")] string? after,
        [Description("1 sampai 500, bawaan 100.")] int? limit, ClaimsPrincipal user, CertificationDb db, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        var before = long.MaxValue;
        if (!string.IsNullOrEmpty(after) && !Cursor.TryRead(after, out before)) return Problems.Invalid("after", "after bukan cursor dari daftar ini.");
        if (!await db.Of(user).AnyAsync(s => s.Id == id, cancellationToken)) return Subscribing.NotFound(id);
        var log = db.Deliveries.Where(d => d.SubscriptionId == id && d.Position < before);
        switch (status)
        {
            case null or "": break;
            case "waiting": log = log.Where(d => d.DueAt != null); break;
            case "delivered": log = log.Where(d => d.DeliveredAt != null && d.DueAt == null); break;
            case "parked": log = log.Where(d => d.ParkedAt != null); break;
            default: return Problems.Invalid("status", "status harus waiting, delivered atau parked.");
        }
        return TypedResults.Ok(await log.PageAsync(limit ?? 100, cancellationToken));
    }

    /// <summary>A message that says nothing, sent now, signed as every other: whether the receiver can be reached and takes it.</summary>
    public static async Task<Results<Ok<TestResult>, ProblemHttpResult>> TestAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, WebhookClient client, IOptions<CertificationOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Of(user).AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } subscription) return Subscribing.NotFound(id);
        var message = HrCloudEvent.Create(Guid.CreateVersion7(), "test", options.Value.EventSource, id.ToString(), time.Now(), new { message = "Uji coba webhook BPSDM" });
        var answer = await client.SendAsync(subscription, message.Id!, HrCloudEvent.Encode(message, out var contentType), contentType, cancellationToken);
        return TypedResults.Ok(new TestResult(answer.Taken, answer.Status, answer.Error, answer.Milliseconds));
    }

    /// <summary>
    /// Sends what the feed holds once more, with the same ids: from a time, also from before the subscription, or one message.
    /// A message that was parked starts again with all its attempts.
    /// </summary>
    public static async Task<Results<Accepted<Replay>, ProblemHttpResult>> ReplayAsync(
        Guid id, ReplayBody body, ClaimsPrincipal user, CertificationDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await db.Of(user).AnyAsync(s => s.Id == id, cancellationToken)) return Subscribing.NotFound(id);
        var (now, from, fact) = (time.Now(), body.From?.ToUniversalTime(), body.MessageId);
        var messages = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO webhook_deliveries (subscription_id, fact_id, position, nip, attempts, due_at)
            SELECT s.id, e.fact_id, e.position, c.nip, 0, {now}
            FROM webhook_subscriptions s JOIN hr_entries e ON e.position <= s.position JOIN certificates c ON c.id = e.certificate_id
            WHERE s.id = {id} AND ({fact}::uuid IS NULL OR e.fact_id = {fact})
              AND ({from}::timestamptz IS NULL OR CASE e.type WHEN 'revocation' THEN c.revoked_at ELSE c.issued_at END >= {from})
              AND (cardinality(s.agencies) = 0 OR c.agency_code = ANY(s.agencies)) AND (cardinality(s.kinds) = 0 OR c.kind = ANY(s.kinds))
            ON CONFLICT (subscription_id, fact_id) DO UPDATE SET attempts = 0, due_at = excluded.due_at, delivered_at = NULL, parked_at = NULL
            """, cancellationToken);
        return fact is not null && messages == 0
            ? Problems.NotFound($"Pesan {fact} pada langganan ini")
            : TypedResults.Accepted($"/api/hr/webhooks/{id}/deliveries", new Replay(messages));
    }
}
