using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

internal static class DraftNeed
{
    /// <summary>The agency may still change it; BPSDM does not see it.</summary>
    public static Task<IResult> Handle(
        NeedRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        db.AddNeedAsync(request, idempotencyKey, user, clock.GetUtcNow(), submit: false, cancellationToken);
}

/// <summary>Drafts and submits in one.</summary>
internal static class ProposeNeed
{
    public static Task<IResult> Handle(
        NeedRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        db.AddNeedAsync(request, idempotencyKey, user, clock.GetUtcNow(), submit: true, cancellationToken);
}

internal static class NewNeed
{
    public static async Task<IResult> AddNeedAsync(
        this CatalogueDbContext db, NeedRequest request, string? idempotencyKey, ClaimsPrincipal user, DateTimeOffset now, bool submit,
        CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } id) return Ids.Malformed;
        // Nobody names an agency: it is the one that the token acts for.
        if (user.Agency() is not { } agency) return Problems.Forbidden("Token ini tidak mewakili perangkat daerah mana pun.");
        var existing = await db.Needs.SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
        if (existing is not null)
            return string.Equals(existing.DraftedBy, user.Subject(), StringComparison.Ordinal)
                ? TypedResults.Ok(await db.RespondAsync(existing, cancellationToken)).Tagged(existing.Revision)
                : Ids.TakenByAnother;
        if (!await db.Agencies.AnyAsync(a => a.Code == agency, cancellationToken))
            return Problems.Unprocessable("unknown-agency", $"Perangkat daerah {agency} tidak terdaftar.");
        if (await request.UnknownAsync(db, cancellationToken) is { } unknown) return unknown;
        var content = request.Content;
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Year == content.Year, cancellationToken) is not { } call)
            return new NoCallYet(content.Year).ToProblem();

        if (TrainingNeed.Draft(id, agency, content, call, user.Subject(), now).Failed(out var broken, out var need)) return broken.ToProblem();
        if (submit && need.Submit(call, user.Subject(), now) is { } refused) return refused.ToProblem();
        db.Needs.Add(need);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/catalogue/needs/{id}", await db.RespondAsync(need, cancellationToken)).Tagged(need.Revision);
    }
}
