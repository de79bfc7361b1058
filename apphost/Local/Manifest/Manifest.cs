using System.Text.Json;

namespace Bpsdm.LocalOrchestrator;

/// <summary>aspire-manifest.json as far as a run needs it. The format is Aspire's: https://json.schemastore.org/aspire-8.0.json.</summary>
internal sealed record Manifest(Dictionary<string, ManifestResource> Resources)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The folder that the manifest's paths are relative to.</summary>
    public string Folder { get; private set; } = "";

    /// <exception cref="LocalRunException">There is no such file, or it is no manifest.</exception>
    public static Manifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(path), Web);
            if (manifest?.Resources is not { Count: > 0 }) throw new LocalRunException($"{path} holds no resources.");
            manifest.Folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            foreach (var (name, resource) in manifest.Resources) resource.Name = name;
            return manifest;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new LocalRunException($"The manifest {path} could not be read: {e.Message}", e);
        }
    }

    /// <summary>The server that is a container of this image.</summary>
    public ManifestResource Server(string image) =>
        Resources.Values.SingleOrDefault(r => r.IsContainer && r.ImageName == image) ?? throw new LocalRunException($"The manifest holds no single {image}.");

    public ManifestResource this[string name] =>
        Resources.TryGetValue(name, out var resource) ? resource : throw new LocalRunException($"The manifest refers to '{name}', which it does not hold.");
}

internal sealed record ManifestResource(
    string Type, string? ConnectionString, string? Value, string? Filter, string? Image, string? Path,
    string? Entrypoint, IReadOnlyList<string>? Args, IReadOnlyList<ManifestMount>? BindMounts, Dictionary<string, string>? Env, Dictionary<string, ManifestBinding>? Bindings, Dictionary<string, ManifestInput>? Inputs)
{
    public string Name { get; set; } = "";

    public bool IsProject => Type is "project.v0" or "project.v1";

    public bool IsMigration => IsProject && Name.EndsWith("-migrations", StringComparison.Ordinal);

    public bool IsContainer => Type is "container.v0" or "container.v1";

    /// <summary>postgres of docker.io/library/postgres:17.6.</summary>
    public string ImageName => Image is null ? "" : Image[(Image.LastIndexOf('/') + 1)..].Split(':', '@')[0];

    public bool IsExternal => Bindings?.Values.Any(b => b.External) ?? false;
}

/// <param name="Source">Relative to the manifest.</param>
internal sealed record ManifestMount(string Source, string Target);

internal sealed record ManifestBinding(string Scheme, int? TargetPort, bool External);

internal sealed record ManifestInput(bool Secret, ManifestDefault? Default);

internal sealed record ManifestDefault(string? Value, ManifestGenerate? Generate);

internal sealed record ManifestGenerate(int MinLength, bool? Special);
