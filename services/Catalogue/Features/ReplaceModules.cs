using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

/// <param name="Jp">LAN's figure, where LAN sets the JP and it was not known yet.</param>
internal sealed record ReplaceModulesRequest(int? Jp, IReadOnlyList<ModuleRequest?>? Modules);

internal sealed class ReplaceModulesValidator : AbstractValidator<ReplaceModulesRequest>
{
    public ReplaceModulesValidator()
    {
        RuleFor(r => r.Jp).InclusiveBetween(1, 100_000);
        RuleFor(r => r.Modules).NotEmpty().Must(m => m is null || m.Count <= CreateProgrammeRequest.MaxModules)
            .WithMessage($"'modules' wajib berisi 1 sampai {CreateProgrammeRequest.MaxModules} modul.");
        RuleForEach(r => r.Modules).NotNull().SetValidator(new ModuleValidator()!);
    }
}

/// <summary>Writes the draft of the next version; what is published stays until the draft is published.</summary>
internal static class ReplaceModules
{
    public static async Task<IResult> Handle(
        Guid id, ReplaceModulesRequest request, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Nobody writes a draft while it is published.
        if (await db.LockProgrammeAsync(id, cancellationToken) is not { } programme) return Problems.NotFound($"Program {id}");
        if (programme.ReplaceModules([.. request.Modules!.Select(m => m!.Draft)], request.Jp, user.Subject(), clock.Now()) is { } broken) return broken.ToProblem();
        await db.SaveAsync(programme, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(CurriculumResponse.Of(programme.Draft!));
    }
}
