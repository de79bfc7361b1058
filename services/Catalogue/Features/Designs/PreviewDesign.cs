using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Offerings;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Designs;

/// <param name="Modules">Left out, each module gets the mode that its method speaks for.</param>
/// <param name="StartDate">Where it is given, the answer has the date of each day, without days off.</param>
/// <param name="Draft">Of the draft in place of the published curriculum.</param>
internal sealed record PreviewDesignRequest(IReadOnlyList<ModuleModeRequest?>? Modules, DateOnly? StartDate, bool? Draft);

internal sealed record DesignPreview(
    Guid ProgrammeId, int Version, int Jp, int Days, RulesResponse Rules, IReadOnlyList<ModuleMode> Modules, IReadOnlyList<DesignedPortion> Portions,
    IReadOnlyList<DateOnly> Dates, IReadOnlyList<string> Lines);

internal sealed class PreviewDesignValidator : AbstractValidator<PreviewDesignRequest>
{
    public PreviewDesignValidator()
    {
        RuleFor(r => r.StartDate).InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleForEach(r => r.Modules).NotNull().SetValidator(new ModuleModeValidator()!);
    }
}

/// <summary>What a design would be, without saving it.</summary>
internal static class PreviewDesign
{
    public static async Task<IResult> Handle(
        Guid id, PreviewDesignRequest request, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.AsNoTracking().WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        var curriculum = request.Draft == true ? programme.Draft : programme.Published;
        if (curriculum is null)
        {
            BrokenRule missing = request.Draft == true ? new NoDraft(programme.Code)
                : programme.Jp is null && programme.JpSetBy is JpAuthority.Lan ? new JpNotSetYet(programme.Code)
                : new NotPublished(programme.Code);
            return missing.ToProblem();
        }
        var rules = await db.RulesInForceAsync(Wib.DateOf(clock.Now()), cancellationToken);
        var modes = request.Modules is null ? DeliveryPlan.Propose(curriculum.Modules) : [.. request.Modules.Select(m => m!.ModuleMode)];
        if (DeliveryPlan.LayOut(curriculum.Modules, modes, rules).Failed(out var broken, out var portions)) return broken.ToProblem();

        var days = portions.Max(p => p.Day);
        var dates = request.StartDate is { } start ? (await db.WorkingCalendarAsync(cancellationToken)).From(start).Take(days).ToArray() : [];
        return TypedResults.Ok(new DesignPreview(
            id, curriculum.Version, curriculum.Jp, days, RulesResponse.Of(rules), modes, [.. portions.Select(DesignedPortion.Of)], dates,
            DesignText.Of(curriculum.Modules, programme.ClassroomDays, portions, rules)));
    }
}
