using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

internal static class ScheduleOffering
{
    public static async Task<IResult> Handle(
        Guid id, ScheduleOfferingRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, PublicCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } offeringId) return Ids.Malformed;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One at a time within a programme: the number of the angkatan has no gap and no double, and the design cannot change meanwhile.
        if (await db.LockProgrammeAsync(id, cancellationToken) is not { } programme) return Problems.NotFound($"Program {id}");

        var existing = await db.Offerings.AsNoTracking().WithParts().SingleOrDefaultAsync(o => o.Id == offeringId, cancellationToken);
        if (existing is not null)
            return existing.ProgrammeId == id && string.Equals(existing.ScheduledBy, user.Subject(), StringComparison.Ordinal)
                ? TypedResults.Ok(OfferingResponse.Of(existing))
                : Ids.TakenByAnother;

        var terms = request.Terms;
        if (await db.FindUnknownAsync(terms, programme.Code, cancellationToken) is { } unknown) return unknown;
        var calendar = await db.WorkingCalendarAsync(cancellationToken);
        var last = await db.Offerings.Where(o => o.ProgrammeId == id && o.Year == terms.StartDate.Year)
            .MaxAsync(o => (int?)o.Angkatan, cancellationToken) ?? 0;
        if (Offering.Schedule(offeringId, programme, last + 1, terms, calendar, user.Subject(), clock.Now()).Failed(out var broken, out var offering))
            return broken.ToProblem();

        db.Offerings.Add(offering);
        db.Publish(offering.Id, offering.ToScheduledEvent());
        if (offering.Sessions.Any(s => s.Instructors.Count > 0)) db.Publish(offering.Id, offering.ToInstructorsEvent());
        if (await db.SaveUnlessClashAsync(offering, cancellationToken) is { } clash) return clash;
        await transaction.CommitAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Offerings);
        return TypedResults.Created($"/api/catalogue/offerings/{offering.Id}", OfferingResponse.Of(offering));
    }
}
