using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Bpsdm.LocalOrchestrator;

/// <summary>A platform that another process runs, as its state folder tells of it.</summary>
internal sealed class RunningPlatform
{
    private readonly Manifest manifest;
    private readonly Expressions expressions;
    private readonly Dictionary<string, int> ports;

    /// <exception cref="LocalRunException">Nothing runs from this folder.</exception>
    public RunningPlatform(string state, string manifestPath)
    {
        StateFolder = state;
        if (PidFile.Read(Path.Combine(state, "pids.json")).FirstOrDefault(p => p.Name == PidFile.Orchestrator) is not { IsAlive: true }
            || !File.Exists(Path.Combine(state, LocalOrchestrator.StateFolder.GatewayUrl)))
            throw new LocalRunException($"No platform is up from {state}. Start it first (./bpsdm up): a backup is made of one that runs.");
        manifest = Manifest.Read(manifestPath);
        ports = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(state, "ports.json"))) ?? [];
        expressions = new Expressions(manifest, new Secrets(Path.Combine(state, "secrets.json")), PortOf);
    }

    public string StateFolder { get; }

    /// <summary>The database server, as its superuser.</summary>
    public NpgsqlConnectionStringBuilder Postgres => new(expressions.Resolve(manifest.Server("postgres").ConnectionString!)) { Pooling = false };

    /// <summary>Connection strings by the names of the databases' resources.</summary>
    public IReadOnlyDictionary<string, string> Databases => manifest.Resources.Values
        .Where(r => r is { Type: "value.v0", ConnectionString: not null } && Expressions.References(r.ConnectionString).Contains(manifest.Server("postgres").Name))
        .ToDictionary(r => r.Name, r => expressions.Resolve(r.ConnectionString!) + ";Pooling=false");

    /// <summary>The management API of the broker, as its administrator.</summary>
    public HttpClient Management()
    {
        var broker = manifest.Server("rabbitmq");
        var credentials = $"{Value("RABBITMQ_DEFAULT_USER")}:{Value("RABBITMQ_DEFAULT_PASS")}";
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{PortOf(broker.Name, "management")}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return client;

        string Value(string key) => expressions.Resolve(broker.Env![key]);
    }

    private int? PortOf(string resource, string binding) => ports.TryGetValue($"{resource}.{binding}", out var port) ? port : null;
}
