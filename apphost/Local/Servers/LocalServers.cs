namespace Bpsdm.LocalOrchestrator;

/// <summary>PostgreSQL, RabbitMQ and Redis alone, for tests: on free loopback ports, with passwords of their own.</summary>
public sealed class LocalServers : IAsyncDisposable
{
    private readonly RunContext run;
    private readonly PostgresServer postgres;
    private readonly RabbitMqServer messaging;
    private readonly RedisServer cache;
    private readonly Secrets secrets;
    private bool disposed;

    private LocalServers(RunContext run)
    {
        this.run = run;
        secrets = new Secrets(run.State.File("secrets.json"));
        postgres = new PostgresServer("postgres", "postgres", Password("postgres-password"), run);
        messaging = new RabbitMqServer("messaging", "guest", Password("messaging-password"), run);
        cache = new RedisServer("cache", Password("cache-password"), run);
    }

    /// <summary>A superuser's connection string to the database "postgres".</summary>
    public string PostgresConnectionString => postgres.ConnectionString("postgres");

    /// <summary>An AMQP URI without a virtual host (the default "/").</summary>
    public string RabbitMqUri => $"amqp://guest:{Password("messaging-password")}@127.0.0.1:{messaging.Port("tcp")}";

    /// <summary>The management API, with its user in the URI.</summary>
    public string RabbitMqManagementUri => $"http://guest:{Password("messaging-password")}@127.0.0.1:{messaging.Port("management")}";

    /// <summary>A StackExchange.Redis configuration string.</summary>
    public string RedisConnectionString => $"127.0.0.1:{cache.Port("tcp")},password={Password("cache-password")}";

    /// <summary>The addresses under the names that the tests read.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["BPSDM_TEST_POSTGRES"] = PostgresConnectionString,
        ["BPSDM_TEST_RABBITMQ"] = RabbitMqUri,
        ["BPSDM_TEST_RABBITMQ_MANAGEMENT"] = RabbitMqManagementUri,
        ["BPSDM_TEST_REDIS"] = RedisConnectionString,
    };

    private LocalResource[] All => [postgres, messaging, cache];

    /// <exception cref="LocalRunException">A server is not installed, did not start, or the folder is in use.</exception>
    public static async Task<LocalServers> StartAsync(string stateFolder, CancellationToken cancellation = default)
    {
        var state = await StateFolder.OpenAsync(stateFolder, TimeProvider.System, cancellation);
        var servers = new LocalServers(new RunContext(state, TimeProvider.System, echo: false, (_, _) => { }));
        try
        {
            await Together.RunAsync(servers.All.Select(s => (Func<CancellationToken, Task>)s.StartAsync), cancellation);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a server's process as a crash would; it is started again after half a second.</summary>
    public bool Kill(string name) => All.Single(s => s.Name == name).Process?.Kill() ?? false;

    public Task WaitReadyAsync(CancellationToken cancellation = default) => Task.WhenAll(All.Select(s => s.WaitReadyAsync(cancellation)));

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await Task.WhenAll(All.Select(s => s.DisposeAsync().AsTask()));
        run.Dispose();
    }

    private string Password(string name) => secrets.GetOrGenerate(name, 22, special: false);
}
