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

internal static class ReplaceModules
{
    public static async Task<IResult> Handle(
        Guid id, ReplaceModulesRequest request, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.Include(p => p.Modules).Include(p => p.Design).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        if (programme.ReplaceModules([.. request.Modules!.Select(m => m!.Draft)], request.Jp) is { } broken) return broken.ToProblem();
        await db.SaveAsync(programme, cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(ProgrammeResponse.Of(programme));
    }
}
