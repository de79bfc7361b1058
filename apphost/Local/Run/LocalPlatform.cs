using Npgsql;

namespace Bpsdm.LocalOrchestrator;

/// <summary>The manifest's model, running on this machine's own servers. Disposing it stops everything.</summary>
public sealed class LocalPlatform : IAsyncDisposable
{
    private const int DefaultGatewayPort = 5080;
    private readonly RunContext run;
    private readonly Manifest manifest;
    private readonly Secrets secrets;
    private readonly Expressions expressions;
    private readonly ProjectSettings settings;
    private readonly Dictionary<string, LocalResource> servers;
    private readonly Dictionary<string, ProjectService> projects;

    private LocalPlatform(LocalPlatformOptions options, Manifest manifest, RunContext run)
    {
        (this.manifest, this.run) = (manifest, run);
        secrets = new Secrets(run.State.File("secrets.json"));
        expressions = new Expressions(manifest, secrets, PortOf);
        settings = new ProjectSettings(
            manifest, expressions, options.Configuration, options.GatewayPort, options.PreferDefaultPort ? DefaultGatewayPort : null, options.Environment,
            RestoredAt(), options.Replicas, options.OthersFrom, AddressOf);
        servers = manifest.Resources.Values.Select(Server).OfType<LocalResource>().ToDictionary(s => s.Name);
        projects = manifest.Resources.Values.Where(r => r.IsProject)
            .SelectMany(r => Enumerable.Range(1, r.IsMigration ? 1 : options.Replicas).Select(n => new ProjectService(r, n, settings, run)))
            .ToDictionary(p => p.Name);
        NotRun = manifest.Resources.Values.Where(r => !r.IsProject && !servers.ContainsKey(r.Name) && r.Type is not ("parameter.v0" or "value.v0" or "annotated.string"))
            .Select(r => r.Image is null ? $"{r.Name} ({r.Type})" : $"{r.Name} ({r.Image})").ToList();
    }

    public Uri GatewayUrl => new(projects.Values.First(p => p.Resource.IsExternal).Address);

    public string StateFolder => run.State.Root;

    /// <summary>Values of the manifest's parameters, by their names (as "seed-password").</summary>
    public IReadOnlyDictionary<string, string> Secrets => secrets.All;

    /// <summary>Resources of the manifest that have no stand-in on this machine.</summary>
    public IReadOnlyList<string> NotRun { get; }

    /// <summary>Starts servers, applies migrations, starts the projects and waits for each one's /health.</summary>
    /// <exception cref="LocalRunException">Something did not start. Nothing is left running.</exception>
    public static async Task<LocalPlatform> StartAsync(LocalPlatformOptions options, CancellationToken cancellation = default)
    {
        var model = Manifest.Read(options.ManifestPath);
        var state = await LocalOrchestrator.StateFolder.OpenAsync(options.StateFolder, options.Time, cancellation);
        if (File.Exists(state.File(LocalOrchestrator.StateFolder.Restoring)))
        {
            state.Dispose();
            throw new LocalRunException($"A restore into {options.StateFolder} was cut off. Run ./bpsdm restore again.");
        }
        var platform = new LocalPlatform(options, model, new RunContext(state, options.Time, options.Logs, options.Say));
        try
        {
            await platform.StartAsync(cancellation);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>The resource's connection string or, for a project, its address.</summary>
    public string AddressOf(string name) => projects.TryGetValue(name, out var project) ? project.Address : expressions.Resolve($"{{{name}.connectionString}}");

    public int? Pid(string name) => Resource(name).Process?.Pid;

    /// <summary>Ends a process as a crash would (SIGKILL), and returns when it is gone; it is then started again.</summary>
    public bool Kill(string name) => Resource(name).Process?.Kill() ?? false;

    /// <summary>Stops a process as an operator would; it stays away until <see cref="StartAgainAsync"/>.</summary>
    public Task StopAsync(string name) => Resource(name).StopAsync();

    public Task StartAgainAsync(string name, CancellationToken cancellation = default) => Resource(name).StartAgainAsync(cancellation);

    /// <summary>Holds a process and all that it started where it is (SIGSTOP), until <see cref="Resume"/>.</summary>
    public void Pause(string name) => Resource(name).Process?.Pause(true);

    public void Resume(string name) => Resource(name).Process?.Pause(false);

    /// <summary>Runs rabbitmqctl on the broker of this name, and returns what it said.</summary>
    public Task<string> ControlBrokerAsync(string name, params string[] arguments) => ((RabbitMqServer)Resource(name)).ControlAsync(arguments);

    /// <summary>Runs the migrations of another version on what is up: the first step of a rolling upgrade.</summary>
    /// <param name="manifestPath">The aspire-manifest.json of that version, which is built in the same configuration.</param>
    /// <exception cref="LocalRunException">A migration failed.</exception>
    public async Task MigrateToAsync(string manifestPath, CancellationToken cancellation = default)
    {
        var other = Manifest.Read(manifestPath);
        var theirs = settings with { Manifest = other, Expressions = new Expressions(other, secrets, PortOf) };
        await TogetherAsync(other.Resources.Values.Where(r => r.IsMigration).Select(r => new ProjectService(r, 1, theirs, run)), p => p.RunAsync, cancellation);
    }

    public Task WaitHealthyAsync(string name, CancellationToken cancellation = default) => Resource(name).WaitReadyAsync(cancellation);

    public Task WaitAllHealthyAsync(CancellationToken cancellation = default) => Task.WhenAll(Running.Select(r => r.WaitReadyAsync(cancellation)));

    /// <summary>What runs where, for people.</summary>
    public IReadOnlyList<ResourceStatus> Status => Running.Select(r =>
        new ResourceStatus(r.Name, r.Kind, r.Address, r.Process?.Pid, r.Process?.State ?? ProcessState.Starting, r.Process?.Restarts ?? 0)).ToList();

    /// <summary>Told to the migrations alone, until all of them have succeeded: they bring what was on its way to rest.</summary>
    private string? RestoredAt() => run.State.File(LocalOrchestrator.StateFolder.Restored) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private IEnumerable<LocalResource> Running => servers.Values.Concat(projects.Values.Where(p => !p.Resource.IsMigration));

    public async ValueTask DisposeAsync()
    {
        File.Delete(run.State.File(LocalOrchestrator.StateFolder.GatewayUrl));
        await Task.WhenAll(projects.Values.Select(p => p.DisposeAsync().AsTask()));
        await Task.WhenAll(servers.Values.Select(s => s.DisposeAsync().AsTask()));
        run.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var name in NotRun) run.Say(name, "is not run without containers");
        await TogetherAsync(servers.Values, s => s.StartAsync, cancellation);
        foreach (var database in manifest.Resources.Values.Where(r => r is { Type: "value.v0", ConnectionString: not null })) await CreateDatabaseAsync(database, cancellation);
        await TogetherAsync(projects.Values.Where(p => p.Resource.IsMigration), p => p.RunAsync, cancellation);
        File.Delete(run.State.File(LocalOrchestrator.StateFolder.Restored));
        foreach (var wave in StartOrder.Waves(manifest))
            await TogetherAsync(projects.Values.Where(p => wave.Contains(p.Resource.Name)), p => p.StartAsync, cancellation);
        if (projects.Values.Any(p => p.Resource.IsExternal))
            await File.WriteAllTextAsync(run.State.File(LocalOrchestrator.StateFolder.GatewayUrl), GatewayUrl.GetLeftPart(UriPartial.Authority) + "\n", cancellation);
    }

    private Task TogetherAsync<T>(IEnumerable<T> resources, Func<T, Func<CancellationToken, Task>> start, CancellationToken cancellation) where T : LocalResource =>
        Together.RunAsync(resources.Select(resource => (Func<CancellationToken, Task>)(async token =>
        {
            var began = run.Time.GetTimestamp();
            await start(resource)(token);
            run.Say(resource.Name, $"ready after {run.Time.GetElapsedTime(began).TotalSeconds:0.0} s");
        })), cancellation);

    private async Task CreateDatabaseAsync(ManifestResource database, CancellationToken cancellation)
    {
        var server = Expressions.References(database.ConnectionString!).Select(name => servers.GetValueOrDefault(name)).OfType<PostgresServer>().FirstOrDefault();
        if (server is not null && new NpgsqlConnectionStringBuilder(expressions.Resolve(database.ConnectionString!)).Database is { Length: > 0 } name)
            await server.CreateDatabaseAsync(name, cancellation);
    }

    private LocalResource? Server(ManifestResource resource) => !resource.IsContainer ? null : resource.ImageName switch
    {
        "postgres" => new PostgresServer(resource.Name, Env(resource, "POSTGRES_USER") ?? "postgres", Env(resource, "POSTGRES_PASSWORD") ?? Generated(resource), run),
        "rabbitmq" => new RabbitMqServer(resource.Name, Env(resource, "RABBITMQ_DEFAULT_USER") ?? "guest", Env(resource, "RABBITMQ_DEFAULT_PASS") ?? Generated(resource), run),
        "redis" => new RedisServer(resource.Name, Env(resource, "REDIS_PASSWORD") ?? Generated(resource), run),
        "prometheus" => new PrometheusServer(resource, settings, run),
        _ => null,
    };

    private string? Env(ManifestResource resource, string key) => resource.Env?.GetValueOrDefault(key) is { } text ? expressions.Resolve(text) : null;

    private string Generated(ManifestResource resource) => secrets.GetOrGenerate($"{resource.Name}-password", 22, special: false);

    private int? PortOf(string resource, string binding) =>
        servers.TryGetValue(resource, out var server) ? server.Port(binding)
        : projects.TryGetValue(resource, out var project) ? project.Port(binding)
        : null;

    private LocalResource Resource(string name) =>
        servers.TryGetValue(name, out var server) ? server
        : projects.TryGetValue(name, out var project) ? project
        : throw new ArgumentException($"Nothing named '{name}' runs. There are: {string.Join(", ", Running.Select(r => r.Name))}.", nameof(name));
}

public sealed record ResourceStatus(string Name, string Kind, string Address, int? Pid, ProcessState State, int Restarts);
