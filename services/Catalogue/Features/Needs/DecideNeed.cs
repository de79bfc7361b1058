using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <param name="ProgrammeId">The programme for a new topic, where there is one by now.</param>
internal sealed record AcceptNeedRequest(Guid? ProgrammeId, string? Reason);

internal sealed record RejectNeedRequest(string? Reason);

internal sealed class RejectNeedValidator : AbstractValidator<RejectNeedRequest>
{
    public RejectNeedValidator() => RuleFor(r => r.Reason).Prose();
}

internal static class AcceptNeed
{
    /// <param name="request">May be left out.</param>
    public static async Task<IResult> Handle(
        Guid id, AcceptNeedRequest? request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request?.Reason is { } reason && (string.IsNullOrWhiteSpace(reason) || reason.Length > 2000 || reason.Contains('\0')))
            return Problems.Invalid("reason", "'reason' boleh ditiadakan; bila ada, 1 sampai 2000 karakter tanpa U+0000.");
        if (request?.ProgrammeId is { } programme && !await db.Programmes.AnyAsync(p => p.Id == programme, cancellationToken))
            return NeedRequest.UnknownProgramme(programme);
        return await db.DecideAsync(id, need => need.Accept(request?.ProgrammeId, request?.Reason, user.Subject(), clock.GetUtcNow()), cancellationToken);
    }
}

internal static class RejectNeed
{
    public static Task<IResult> Handle(
        Guid id, RejectNeedRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        db.DecideAsync(id, need => need.Reject(request.Reason!, user.Subject(), clock.GetUtcNow()), cancellationToken);
}

internal static class NeedDecision
{
    /// <summary>Two who decide at once: the row's revision gives the second one a conflict.</summary>
    public static async Task<IResult> DecideAsync(
        this CatalogueDbContext db, Guid id, Func<TrainingNeed, BrokenRule?> decide, CancellationToken cancellationToken)
    {
        if (await db.Needs.SingleOrDefaultAsync(n => n.Id == id && n.SubmittedAt != null, cancellationToken) is not { } need)
            return NeedAccess.NotFound(id);
        if (decide(need) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.RespondAsync(need, cancellationToken));
    }
}
