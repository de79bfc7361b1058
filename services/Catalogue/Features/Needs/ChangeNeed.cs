using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>Of a draft. Two people of one agency may have it open: who comes second has to look again.</summary>
internal static class ChangeNeed
{
    public static async Task<IResult> Handle(
        Guid id, NeedRequest request, [FromHeader(Name = Preconditions.Header)] string? ifMatch, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.OwnNeedAsync(id, user, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        if (Preconditions.Unmet(ifMatch, need.Revision) is { } unmet) return unmet;
        if (await request.UnknownAsync(db, cancellationToken) is { } unknown) return unknown;
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Year == need.Year, cancellationToken);
        if (need.Change(request.Content, call, clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        return await db.SaveAsync(need, cancellationToken);
    }
}

/// <summary>With If-Match only what was seen is submitted.</summary>
internal static class SubmitNeed
{
    public static async Task<IResult> Handle(
        Guid id, [FromHeader(Name = Preconditions.Header)] string? ifMatch, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.OwnNeedAsync(id, user, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        if (ifMatch is not null && Preconditions.Unmet(ifMatch, need.Revision) is { } unmet) return unmet;
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Year == need.Year, cancellationToken);
        if (need.Submit(call, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        return await db.SaveAsync(need, cancellationToken);
    }
}

internal static class WithdrawNeed
{
    public static async Task<IResult> Handle(
        Guid id, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.OwnNeedAsync(id, user, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        if (need.Withdraw(user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        return await db.SaveAsync(need, cancellationToken);
    }
}

internal static class OwnNeed
{
    /// <summary>The row's revision tells two who change one need at once.</summary>
    public static async Task<IResult> SaveAsync(this CatalogueDbContext db, TrainingNeed need, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Preconditions.Changed;
        }
        return TypedResults.Ok(await db.RespondAsync(need, cancellationToken)).Tagged(need.Revision);
    }
}
