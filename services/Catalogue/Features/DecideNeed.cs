using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record RejectNeedRequest(string? Reason);

internal sealed class RejectNeedValidator : AbstractValidator<RejectNeedRequest>
{
    public RejectNeedValidator() => RuleFor(r => r.Reason).Prose();
}

internal static class AcceptNeed
{
    public static Task<IResult> Handle(
        Guid id, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        db.DecideAsync(id, need => need.Accept(user.Subject(), clock.GetUtcNow()), cancellationToken);
}

internal static class RejectNeed
{
    public static Task<IResult> Handle(
        Guid id, RejectNeedRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        db.DecideAsync(id, need => need.Reject(request.Reason!, user.Subject(), clock.GetUtcNow()), cancellationToken);
}

internal static class NeedDecision
{
    public static async Task<IResult> DecideAsync(
        this CatalogueDbContext db, Guid id, Func<TrainingNeed, BrokenRule?> decide, CancellationToken cancellationToken)
    {
        var need = await db.Needs.SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
        if (need is null) return Problems.NotFound($"Usulan {id}");
        if (decide(need) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(NeedResponse.Of(need));
    }
}
