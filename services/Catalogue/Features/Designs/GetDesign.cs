using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Designs;

/// <param name="Lines">The same, said to people.</param>
internal sealed record DesignResponse(
    Guid ProgrammeId, int Version, int Jp, int Days, RulesResponse Rules, IReadOnlyList<DesignedModule> Modules, IReadOnlyList<DesignedPortion> Portions,
    string DesignedBy, DateTimeOffset DesignedAt, IReadOnlyList<string> Lines)
{
    public static DesignResponse Of(Programme programme, DeliveryRules rules)
    {
        var design = programme.Design!;
        return new(
            programme.Id, programme.PublishedVersion!.Value, programme.Jp!.Value, design.Days, RulesResponse.Of(rules),
            [.. programme.Modules.Select(m => new DesignedModule(m.Id, m.Number, m.Title, m.Jp, design.ModeOf(m)))],
            [.. design.Portions.Select(DesignedPortion.Of)],
            design.DesignedBy, design.DesignedAt, DesignText.Of(programme.Modules, programme.ClassroomDays, design.Portions, rules));
    }
}

internal sealed record DesignedModule(Guid Id, int Number, string Title, int Jp, DeliveryMode Mode);

internal sealed record DesignedPortion(int Day, int ModuleNumber, DeliveryMode Mode, int Jp)
{
    public static DesignedPortion Of(Portion p) => new(p.Day, p.ModuleNumber, p.Mode, p.Jp);
}

internal static class GetDesign
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.AsNoTracking().WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        if (programme.Design is not { } design) return Problems.NotFound($"Rancangan program {programme.Code}");
        var rules = await db.DeliveryRules.AsNoTracking().SingleAsync(r => r.Version == design.RulesVersion, cancellationToken);
        return TypedResults.Ok(DesignResponse.Of(programme, rules));
    }
}
