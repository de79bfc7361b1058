namespace Bpsdm.Operations.Tests;

/// <summary>The files that the containers, the run without them, and the page share.</summary>
internal static class Observability
{
    public static string Folder { get; } = Path.Combine(
        Path.GetDirectoryName(new LocalOrchestrator.LocalPlatformOptions { StateFolder = "" }.ManifestPath)!, "apphost", "Observability");

    public static string Prometheus { get; } = Path.Combine(Folder, "prometheus");

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Folder, "..", ".."));
}
