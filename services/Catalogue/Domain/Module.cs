namespace Bpsdm.Catalogue.Domain;

/// <summary>A part of a programme's curriculum (mata pelatihan).</summary>
public sealed class Module
{
    public Guid Id { get; private init; }

    /// <summary>1, 2, … in the order in which the modules are taught.</summary>
    public int Number { get; private init; }
    public string Title { get; private init; } = "";

    /// <summary>Learning hours of 45 minutes.</summary>
    public int Jp { get; private init; }
    public ModuleMethod Method { get; private init; }
    public IReadOnlyList<Material> Materials { get; private init; } = [];

    internal static Module Of(int number, ModuleDraft draft) => new()
    {
        Id = Guid.CreateVersion7(),
        Number = number,
        Title = draft.Title,
        Jp = draft.Jp,
        Method = draft.Method,
        Materials = draft.Materials,
    };
}

/// <summary>What participants read, watch or use.</summary>
public sealed record Material(string Title, string Url, MaterialKind Kind);

public enum MaterialKind { Document, Slides, Video, Link }

/// <summary>A module before it has a number: its place in the list gives it.</summary>
public sealed record ModuleDraft(string Title, int Jp, ModuleMethod Method)
{
    public IReadOnlyList<Material> Materials { get; init; } = [];
}
