using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <param name="NeedIds">Needs for the same thing, of whichever agencies.</param>
internal sealed record MergeNeedsRequest(IReadOnlyList<Guid>? NeedIds, string? Reason)
{
    public const int Max = 500;
}

internal sealed class MergeNeedsValidator : AbstractValidator<MergeNeedsRequest>
{
    public MergeNeedsValidator()
    {
        RuleFor(r => r.NeedIds).NotEmpty().Must(ids => ids is null || ids.Count <= MergeNeedsRequest.Max)
            .WithMessage($"'needIds' wajib berisi 1 sampai {MergeNeedsRequest.Max} usulan.");
        RuleFor(r => r.Reason).Prose();
    }
}

/// <summary>Accepts a need together with its duplicates, which become part of it.</summary>
internal static class MergeNeeds
{
    public static async Task<IResult> Handle(
        Guid id, MergeNeedsRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockedNeedAsync(id, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        var ids = request.NeedIds!;
        var found = await db.Needs.Where(n => ids.Contains(n.Id) && n.SubmittedAt != null).ToDictionaryAsync(n => n.Id, cancellationToken);
        if (IndexOf(ids, i => !found.ContainsKey(i)) is { } unknown) return new NoSuchDuplicate(unknown).ToProblem();
        var wholes = await db.Needs.Where(n => ids.Contains(n.MergedIntoId!.Value)).Select(n => n.MergedIntoId).Distinct().ToListAsync(cancellationToken);
        if (IndexOf(ids, i => i != id && wholes.Contains(i)) is { } whole) return new DuplicateHoldsOthers(whole).ToProblem();
        if (await db.PlannedAsync([id, .. ids], cancellationToken) is { } planned) return planned.ToProblem();
        if (need.Absorb([.. ids.Select(i => found[i])], request.Reason!, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.RespondAsync(need, cancellationToken));
    }

    private static int? IndexOf(IReadOnlyList<Guid> ids, Func<Guid, bool> which) =>
        ids.Index().Where(i => which(i.Item)).Select(i => (int?)i.Index).FirstOrDefault();
}

internal sealed record SeparateNeedRequest(string? Reason);

internal sealed class SeparateNeedValidator : AbstractValidator<SeparateNeedRequest>
{
    public SeparateNeedValidator() => RuleFor(r => r.Reason).Prose();
}

/// <summary>Undoes the merge of one need while nothing is planned for it.</summary>
internal static class SeparateNeed
{
    public static async Task<IResult> Handle(
        Guid id, SeparateNeedRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockedNeedAsync(id, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        var whole = await db.Needs.SingleOrDefaultAsync(n => n.Id == need.MergedIntoId, cancellationToken);
        if (whole is not null && await db.PlannedAsync([whole.Id], cancellationToken) is { } planned) return planned.ToProblem();
        if (need.SeparateFrom(whole, request.Reason!, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.RespondAsync(need, cancellationToken));
    }
}
