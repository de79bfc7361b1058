using System.Reflection;

namespace Bpsdm.LocalOrchestrator;

public sealed record LocalPlatformOptions
{
    /// <summary>Holds data, secrets, logs, ports and pids; kept between runs. Required.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Default: the aspire-manifest.json of the repository that this was built in.</summary>
    public string ManifestPath { get; init; } = Path.Combine(BuiltWith("RepositoryRoot"), "aspire-manifest.json");

    /// <summary>Which build of the projects runs. Default: the one that this assembly is of.</summary>
    public string Configuration { get; init; } = BuiltWith("Configuration");

    /// <summary>The port of the project with external endpoints (the gateway). Default: the one it had before, 5080, or a free one.</summary>
    public int? GatewayPort { get; init; }

    /// <summary>False chooses a free port rather than 5080, so that tests leave it alone.</summary>
    public bool PreferDefaultPort { get; init; } = true;

    /// <summary>Processes of each project, the gateway among them: each replica of it has a port of its own.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>
    /// Root of a checkout of another version, built in the same configuration: all replicas but the first run from there, where that
    /// version has the project. So stands a platform in the middle of a rolling upgrade.
    /// </summary>
    public string? OthersFrom { get; init; }

    /// <summary>
    /// Set for every project, over the manifest's entries. Default: webhooks may go to this machine, where everything of a local
    /// run is, unless the environment says otherwise.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>
    {
        [PrivateTargets] = System.Environment.GetEnvironmentVariable(PrivateTargets) ?? "true",
    };

    /// <summary>Shows the children's output, too.</summary>
    public bool Logs { get; init; }

    /// <summary>Told what happens: the name of the resource, and a line.</summary>
    public Action<string, string> Say { get; init; } = (_, _) => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    private const string PrivateTargets = "Webhooks__AllowPrivateTargets";

    internal static string BuiltWith(string key) =>
        typeof(LocalPlatformOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
