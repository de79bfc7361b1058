using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks.Endpoints;

/// <summary>A client's own subscriptions: those of others are not found.</summary>
internal static class Subscribing
{
    private const int MaxSubscriptions = 20;

    /// <summary>With an id of the client's making, so that a repeated request makes none twice; the secret is in the first answer only.</summary>
    public static async Task<Results<Ok<SubscriptionView>, Created<NewSecret>, ProblemHttpResult>> PutAsync(
        Guid id, SubscriptionBody body, ClaimsPrincipal user, CertificationDb db, WebhookSecrets secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One at a time for each client: two with one id, and the number of them.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({user.Subject()}, 9))", cancellationToken);
        var subscription = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (subscription is not null && !string.Equals(subscription.Owner, user.Subject(), StringComparison.Ordinal)) return NotFound(id);
        if (subscription is null)
        {
            if (await db.Subscriptions.CountAsync(s => s.Owner == user.Subject(), cancellationToken) >= MaxSubscriptions)
                return Problems.Conflict("too-many-subscriptions", $"Satu klien paling banyak memiliki {MaxSubscriptions} langganan webhook.");
            subscription = new Subscription
            {
                Id = id, Owner = user.Subject(), Url = body.Url!, Description = Description(body), Agencies = Distinct(body.Agencies), Kinds = Distinct(body.Kinds),
                Active = body.Active ?? true, CreatedAt = time.Now(),
                // From now on; what came before is sent by a replay.
                Position = await db.HrFeeds.Where(f => f.Id == HrFeed.TheOne).Select(f => f.LastPosition).SingleAsync(cancellationToken),
            };
            db.Subscriptions.Add(subscription);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return TypedResults.Created($"/api/hr/webhooks/{id}", new NewSecret(id, secrets.Show(subscription), null));
        }

        (subscription.Url, subscription.Description, subscription.Agencies, subscription.Kinds) =
            (body.Url!, Description(body), Distinct(body.Agencies), Distinct(body.Kinds));
        (subscription.Active, subscription.StoppedReason, subscription.RestUntil) = (body.Active ?? true, null, null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.ViewsOf(db.Subscriptions.Where(s => s.Id == id)).SingleAsync(cancellationToken));
    }

    public static async Task<Ok<List<SubscriptionView>>> ListAsync(ClaimsPrincipal user, CertificationDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.ViewsOf(db.Of(user)).ToListAsync(cancellationToken));

    public static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, CancellationToken cancellationToken) =>
        await db.ViewsOf(db.Of(user).Where(s => s.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } view ? TypedResults.Ok(view) : NotFound(id);

    /// <summary>With its messages and their log.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, ClaimsPrincipal user, CertificationDb db, CancellationToken cancellationToken) =>
        await db.Of(user).Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken) == 1 ? TypedResults.NoContent() : NotFound(id);

    public static async Task<Results<Ok<NewSecret>, ProblemHttpResult>> RotateAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = user.Subject();
        var found = await db.Subscriptions.FromSql($"SELECT * FROM webhook_subscriptions WHERE id = {id} AND owner = {owner} FOR UPDATE").ToListAsync(cancellationToken);
        if (found is not [var subscription]) return NotFound(id);
        subscription.RotateSecret(time.Now(), options.Value.SecretOverlap);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new NewSecret(id, secrets.Show(subscription), subscription.PreviousSecretUntil));
    }

    public static ProblemHttpResult NotFound(Guid id) => Problems.NotFound($"Langganan webhook {id}");

    public static IQueryable<Subscription> Of(this CertificationDb db, ClaimsPrincipal user)
    {
        var owner = user.Subject();
        return db.Subscriptions.Where(s => s.Owner == owner);
    }

    private static string Description(SubscriptionBody body) => body.Description?.Trim() ?? "";

    private static string[] Distinct(IReadOnlyList<string?>? values) => [.. (values ?? []).OfType<string>().Distinct(StringComparer.Ordinal)];
}
