namespace Bpsdm.Catalogue.Domain;

/// <summary>A version of a programme's modules: a draft that is edited, until it is published and never changes again.</summary>
public sealed class Curriculum
{
    private readonly List<Module> _modules = [];

    private Curriculum()
    {
    }

    internal Curriculum(Guid programmeId, int version) => (ProgrammeId, Version) = (programmeId, version);

    public Guid ProgrammeId { get; private init; }

    /// <summary>1, 2, … within the programme.</summary>
    public int Version { get; private init; }

    /// <summary>Sum of the modules' JP.</summary>
    public int Jp { get; private set; }
    public IReadOnlyList<Module> Modules => [.. _modules.OrderBy(m => m.Number)];
    public string DraftedBy { get; private set; } = "";
    public DateTimeOffset DraftedAt { get; private set; }
    public string? PublishedBy { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    internal void Teach(IReadOnlyList<ModuleDraft> modules, string by, DateTimeOffset now)
    {
        _modules.Clear();
        _modules.AddRange(modules.Select((m, i) => Module.Of(i + 1, m)));
        (Jp, DraftedBy, DraftedAt) = (modules.Sum(m => m.Jp), by, now);
    }

    internal void Publish(string by, DateTimeOffset now) => (PublishedBy, PublishedAt) = (by, now);
}
