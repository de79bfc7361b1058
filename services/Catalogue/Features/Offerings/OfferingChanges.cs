using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <summary>What postponing and cancelling have in common: one at a time, each once, told to everybody.</summary>
internal sealed class OfferingChanges(CatalogueDbContext db, PublicCache cache)
{
    public async Task<IResult> ApplyAsync(
        Guid id, OfferingStatus status, string? idempotencyKey, ClaimsPrincipal user, Func<Offering, Guid, Outcome<OfferingChange>> apply,
        CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } changeId) return Ids.Malformed;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockOfferingAsync(id, cancellationToken) is not { } offering) return Problems.NotFound($"Angkatan {id}");

        var done = await db.Set<OfferingChange>().AsNoTracking().Where(c => c.Id == changeId)
            .Select(c => new { c.ChangedBy, c.Status, OfferingId = EF.Property<Guid>(c, "OfferingId") }).SingleOrDefaultAsync(cancellationToken);
        if (done is not null)
            return done.OfferingId == id && done.Status == status && string.Equals(done.ChangedBy, user.Subject(), StringComparison.Ordinal)
                ? TypedResults.Ok(OfferingResponse.Of(offering))
                : Ids.TakenByAnother;

        if (apply(offering, changeId).Failed(out var broken, out var change)) return broken.ToProblem();
        if (status is OfferingStatus.Cancelled) db.Publish(id, offering.ToCancelledEvent(change));
        else db.Publish(id, offering.ToPostponedEvent(change));
        if (await db.SaveUnlessClashAsync(offering, cancellationToken) is { } clash) return clash;
        await transaction.CommitAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Offerings);
        return TypedResults.Ok(OfferingResponse.Of(offering));
    }
}
