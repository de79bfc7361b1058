using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Reviews;

internal sealed record ConfirmVerdictRequest(Verdict? Verdict, string? Reason);

internal sealed record VerdictResponse(Guid ProgrammeId, Verdict Verdict, string Reason, string DecidedBy, DateTimeOffset DecidedAt);

internal sealed class ConfirmVerdictValidator : AbstractValidator<ConfirmVerdictRequest>
{
    public ConfirmVerdictValidator()
    {
        RuleFor(r => r.Verdict).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}

/// <summary>BPSDM confirms what the reviewers agreed on; from then on the programme can be offered.</summary>
internal static class ConfirmVerdict
{
    public static async Task<IResult> Handle(
        Guid id, ConfirmVerdictRequest request, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        var reviews = await db.Reviews.AsNoTracking().Where(r => r.ProgrammeId == id && r.Round == programme.Round).ToListAsync(cancellationToken);
        var (verdict, reason, by, now) = (request.Verdict!.Value, request.Reason!, user.Subject(), clock.Now());
        if (programme.Confirm(verdict, reason, reviews, by, now) is { } broken) return broken.ToProblem();
        await db.SaveAsync(programme, cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(new VerdictResponse(id, verdict, reason, by, now));
    }
}
