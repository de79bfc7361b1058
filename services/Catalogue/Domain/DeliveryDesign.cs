namespace Bpsdm.Catalogue.Domain;

public sealed record ModuleMode(int Number, DeliveryMode Mode);

/// <summary>The part of a module that one day takes.</summary>
public sealed record Portion(int Day, Guid ModuleId, int ModuleNumber, DeliveryMode Mode, int Jp);

/// <summary>How a programme's modules are delivered and over how many days; a draft that the next one replaces.</summary>
public sealed class DeliveryDesign
{
    private DeliveryDesign()
    {
    }

    internal DeliveryDesign(Guid programmeId) => ProgrammeId = programmeId;

    public Guid ProgrammeId { get; private init; }

    /// <summary>Version of the rules of JP a day that it was made by.</summary>
    public int RulesVersion { get; private set; }
    public IReadOnlyList<Portion> Portions { get; private set; } = [];
    public string DesignedBy { get; private set; } = "";
    public DateTimeOffset DesignedAt { get; private set; }

    public int Days => Portions.Count == 0 ? 0 : Portions.Max(p => p.Day);

    public DeliveryMode ModeOf(Module module) => Portions.First(p => p.ModuleId == module.Id).Mode;

    internal bool Says(int rulesVersion, IReadOnlyList<Portion> portions) =>
        RulesVersion == rulesVersion && Portions.SequenceEqual(portions);

    internal void Become(int rulesVersion, IReadOnlyList<Portion> portions, string by, DateTimeOffset now) =>
        (RulesVersion, Portions, DesignedBy, DesignedAt) = (rulesVersion, portions, by, now);
}
