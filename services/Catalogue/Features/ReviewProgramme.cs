using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record ReviewProgrammeRequest(Verdict? Verdict, string? Reason);

internal sealed record VerdictResponse(Guid ProgrammeId, Verdict Verdict, string Reason, string DecidedBy, DateTimeOffset DecidedAt);

internal sealed class ReviewProgrammeValidator : AbstractValidator<ReviewProgrammeRequest>
{
    public ReviewProgrammeValidator()
    {
        RuleFor(r => r.Verdict).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}

internal static class ReviewProgramme
{
    public static async Task<IResult> Handle(
        Guid id, ReviewProgrammeRequest request, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.Include(p => p.Modules).Include(p => p.Design).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        var (verdict, reason, by, now) = (request.Verdict!.Value, request.Reason!, user.Subject(), clock.Now());
        if (programme.Review(verdict, reason, by, now) is { } broken) return broken.ToProblem();
        await db.SaveAsync(programme, cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(new VerdictResponse(id, verdict, reason, by, now));
    }
}
