namespace Bpsdm.LocalOrchestrator;

/// <summary>One replica of a project of the manifest: its built assembly, the manifest's environment, its /health.</summary>
/// <param name="resource">The project.</param>
/// <param name="replica">From 1. The first has the project's own name, the others a number after it.</param>
/// <param name="settings">Of all projects.</param>
/// <param name="run">What all children share.</param>
internal sealed class ProjectService(ManifestResource resource, int replica, ProjectSettings settings, RunContext run)
    : LocalResource(NameOf(resource.Name, replica), run)
{
    private const int ConnectionsPerProject = 40;

    public override string Kind => "project";

    public override string Address => $"http://127.0.0.1:{Port("http")}";

    public ManifestResource Resource => resource;

    public static string NameOf(string project, int replica) => replica == 1 ? project : $"{project}-{replica}";

    /// <summary>Runs it to its end, for migrations.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var process = new ManagedProcess(Spec(), Run);
        await process.StartAsync();
        if (await process.FirstExit.WaitAsync(cancellation) is not 0 and var code)
            throw new LocalRunException($"{Name} failed with code {code}. Its log, {process.LogTail}");
    }

    public override Task<bool> IsReadyAsync(CancellationToken cancellation) => Probe.AnswersAsync(new Uri($"{Address}/health"), cancellation);

    protected override int ChoosePort(string binding) => !resource.IsExternal || replica > 1 ? base.ChoosePort(binding)
        : settings.ExternalPort is { } asked ? Run.Ports.Require($"{Name}.{binding}", asked)
        : Run.Ports.Get($"{Name}.{binding}", settings.PreferredExternalPort);

    protected override ProcessSpec Spec()
    {
        var project = ProjectFile();
        return new ProcessSpec(Name, "dotnet", [BuiltAssembly(project), .. resource.Args ?? []])
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            // A little longer than the host gives itself (HostOptions.ShutdownTimeout).
            StopDeadline = TimeSpan.FromSeconds(18),
            Environment = ProjectEnvironment(),
        };
    }

    private string ProjectFile() =>
        replica > 1 && settings.OthersFrom is { } other && Path.Combine(other, resource.Path!) is var there && File.Exists(there)
            ? there
            : Path.Combine(settings.Manifest.Folder, resource.Path!);

    private Dictionary<string, string> ProjectEnvironment()
    {
        var environment = new Dictionary<string, string>();
        foreach (var name in (string[])["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"])
            environment[name] = Environment.GetEnvironmentVariable(name) ?? "Development";
        foreach (var (key, text) in resource.Env ?? [])
        {
            if (key == "HTTP_PORTS" || settings.Expressions.TryResolve(text) is not { } value) continue;
            environment[key] = value;
            if (key.StartsWith("services__", StringComparison.Ordinal) && key.EndsWith("__0", StringComparison.Ordinal)) AddReplicas(environment, key, text);
        }
        // Where a service may keep what it makes for development, such as a key.
        environment["Platform__StateFolder"] = Run.State.Root;
        // HTTP_PORTS would listen on all addresses.
        if (resource.Bindings is { Count: > 0 }) environment["ASPNETCORE_URLS"] = Address;
        if (resource.IsMigration && settings.RestoredAt is { } moment) environment["Platform__RestoredAt"] = moment;
        if (settings.Replicas > 1)
        {
            // The server allows 300 in all.
            environment["Database__MaxPoolSize"] = $"{ConnectionsPerProject / settings.Replicas}";
            // Two rounds of the gateway's probes.
            environment["Shutdown__Drain"] = "00:00:05";
        }
        foreach (var (key, value) in settings.Environment) environment[key] = value;
        return environment;
    }

    /// <summary>Service discovery counts the addresses of a service: <c>services__catalogue__http__0</c>, <c>__1</c> and so on.</summary>
    private void AddReplicas(Dictionary<string, string> environment, string key, string text)
    {
        foreach (var (n, address) in settings.ReplicasOf(Expressions.References(text).First()).Index()) environment[$"{key[..^1]}{n}"] = address;
    }

    private string BuiltAssembly(string project)
    {
        var output = Path.Combine(Path.GetDirectoryName(project)!, "bin", settings.Configuration);
        var file = Path.GetFileNameWithoutExtension(project) + ".dll";
        var built = Directory.Exists(output) ? Directory.GetDirectories(output).Select(framework => Path.Combine(framework, file)).FirstOrDefault(File.Exists) : null;
        return built ?? throw new LocalRunException($"{Name} is not built: no {file} below {output}. Build the solution in {settings.Configuration} first.");
    }
}

internal sealed record ProjectSettings(
    Manifest Manifest, Expressions Expressions, string Configuration, int? ExternalPort, int? PreferredExternalPort, IReadOnlyDictionary<string, string> Environment,
    string? RestoredAt, int Replicas, string? OthersFrom, Func<string, string> AddressOf)
{
    /// <summary>The addresses of all replicas of a project.</summary>
    public IEnumerable<string> ReplicasOf(string project) => Enumerable.Range(1, Replicas).Select(n => AddressOf(ProjectService.NameOf(project, n)));
}
