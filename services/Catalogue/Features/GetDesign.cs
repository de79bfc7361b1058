using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

/// <param name="Lines">The same, said to people.</param>
internal sealed record DesignResponse(
    Guid ProgrammeId, int Jp, int Days, RulesResponse Rules, IReadOnlyList<DesignedModule> Modules, IReadOnlyList<DesignedPortion> Portions,
    string DesignedBy, DateTimeOffset DesignedAt, IReadOnlyList<string> Lines)
{
    public static DesignResponse Of(Programme programme, DeliveryRules rules)
    {
        var design = programme.Design!;
        return new(
            programme.Id, programme.Jp!.Value, design.Days,
            new(rules.Version, rules.ValidFrom, rules.SelfPacedJpPerDay, rules.LiveJpPerDay, rules.FaceToFaceJpPerDay, rules.Source),
            [.. programme.Modules.Select(m => new DesignedModule(m.Id, m.Number, m.Title, m.Jp, design.ModeOf(m)))],
            [.. design.Portions.Select(p => new DesignedPortion(p.Day, p.ModuleNumber, p.Mode, p.Jp))],
            design.DesignedBy, design.DesignedAt, DesignText.Of(programme, rules));
    }
}

internal sealed record RulesResponse(
    int Version, DateOnly ValidFrom, int SelfPacedJpPerDay, int LiveJpPerDay, int FaceToFaceJpPerDay, string Source);

internal sealed record DesignedModule(Guid Id, int Number, string Title, int Jp, DeliveryMode Mode);

internal sealed record DesignedPortion(int Day, int ModuleNumber, DeliveryMode Mode, int Jp);

internal static class GetDesign
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.AsNoTracking().Include(p => p.Modules).Include(p => p.Design)
            .SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");
        if (programme.Design is not { } design) return Problems.NotFound($"Rancangan program {programme.Code}");
        var rules = await db.DeliveryRules.AsNoTracking().SingleAsync(r => r.Version == design.RulesVersion, cancellationToken);
        return TypedResults.Ok(DesignResponse.Of(programme, rules));
    }
}
