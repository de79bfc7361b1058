namespace Bpsdm.LocalOrchestrator;

/// <summary>A project of the manifest: its built assembly, the manifest's environment, its /health.</summary>
internal sealed class ProjectService(ManifestResource resource, ProjectSettings settings, RunContext run) : LocalResource(resource.Name, run)
{
    public override string Kind => "project";

    public override string Address => $"http://127.0.0.1:{Port("http")}";

    public ManifestResource Resource => resource;

    /// <summary>Runs it to its end, for migrations.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var process = new ManagedProcess(Spec(), Run);
        await process.StartAsync();
        if (await process.FirstExit.WaitAsync(cancellation) is not 0 and var code)
            throw new LocalRunException($"{Name} failed with code {code}. Its log, {process.LogTail}");
    }

    public override Task<bool> IsReadyAsync(CancellationToken cancellation) => Probe.AnswersAsync(new Uri($"{Address}/health"), cancellation);

    protected override int ChoosePort(string binding) => !resource.IsExternal ? base.ChoosePort(binding)
        : settings.ExternalPort is { } asked ? Run.Ports.Require($"{Name}.{binding}", asked)
        : Run.Ports.Get($"{Name}.{binding}", settings.PreferredExternalPort);

    protected override ProcessSpec Spec()
    {
        var project = Path.Combine(settings.Manifest.Folder, resource.Path!);
        return new ProcessSpec(Name, "dotnet", [BuiltAssembly(project), .. resource.Args ?? []])
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            Environment = ProjectEnvironment(),
        };
    }

    private Dictionary<string, string> ProjectEnvironment()
    {
        var environment = new Dictionary<string, string>();
        foreach (var name in (string[])["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"])
            environment[name] = Environment.GetEnvironmentVariable(name) ?? "Development";
        foreach (var (key, text) in resource.Env ?? [])
            if (key != "HTTP_PORTS" && settings.Expressions.TryResolve(text) is { } value) environment[key] = value;
        // Where a service may keep what it makes for development, such as a key.
        environment["Platform__StateFolder"] = Run.State.Root;
        // HTTP_PORTS would listen on all addresses.
        if (resource.Bindings is { Count: > 0 }) environment["ASPNETCORE_URLS"] = Address;
        if (resource.IsMigration && settings.RestoredAt is { } moment) environment["Platform__RestoredAt"] = moment;
        foreach (var (key, value) in settings.Environment) environment[key] = value;
        return environment;
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
    Manifest Manifest, Expressions Expressions, string Configuration, int? ExternalPort, int? PreferredExternalPort, IReadOnlyDictionary<string, string> Environment, string? RestoredAt);
