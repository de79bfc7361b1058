using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Bpsdm.LocalOrchestrator;
using Npgsql;

namespace Bpsdm.Testing;

/// <summary>
/// The real PostgreSQL, RabbitMQ and Redis that tests run against: those of <c>./bpsdm test</c> (BPSDM_TEST_*),
/// or else some of this process's own, started once. Every test makes its own database and virtual host.
/// </summary>
public sealed class TestServers
{
    private static readonly Lazy<Task<TestServers>> Shared = new(StartAsync);
    private readonly string postgres, rabbitMq, redis;
    private readonly HttpClient management;

    private TestServers(IReadOnlyDictionary<string, string> addresses)
    {
        postgres = addresses["BPSDM_TEST_POSTGRES"];
        rabbitMq = addresses["BPSDM_TEST_RABBITMQ"];
        redis = addresses["BPSDM_TEST_REDIS"];
        var uri = new Uri(addresses["BPSDM_TEST_RABBITMQ_MANAGEMENT"]);
        management = new HttpClient { BaseAddress = new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority) };
        management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));
    }

    public static Task<TestServers> GetAsync() => Shared.Value;

    /// <summary>A superuser's connection string to the database "postgres".</summary>
    public string PostgresConnectionString => postgres;

    /// <summary>The broker's default virtual host. Prefer <see cref="CreateVirtualHostAsync"/>.</summary>
    public string RabbitMqUri => rabbitMq;

    /// <summary>The management API, with its credentials: queues, counts and bindings as the broker sees them.</summary>
    public HttpClient Management => management;

    /// <summary>A connection string to a fresh, empty database of its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    /// <summary>Drops a database made by <see cref="CreateDatabaseAsync"/>, whoever is still connected.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var connection = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    /// <summary>An AMQP URI to a fresh virtual host of its own.</summary>
    public async Task<string> CreateVirtualHostAsync()
    {
        var name = $"test-{Guid.CreateVersion7():N}";
        using var made = await management.PutAsync(new Uri($"/api/vhosts/{name}", UriKind.Relative), null);
        made.EnsureSuccessStatusCode();
        return $"{rabbitMq}/{name}";
    }

    /// <summary>Deletes a virtual host made by <see cref="CreateVirtualHostAsync"/>, with its queues and connections.</summary>
    public async Task DeleteVirtualHostAsync(string uri)
    {
        using var deleted = await management.DeleteAsync(new Uri($"/api/vhosts{new Uri(uri).AbsolutePath}", UriKind.Relative));
        deleted.EnsureSuccessStatusCode();
    }

    /// <summary>A StackExchange.Redis configuration string; tests that share a database keep apart by a key prefix of their own.</summary>
    public string RedisConnectionString(int? db = null) => db is null ? redis : $"{redis},defaultDatabase={db}";

    public static string NewKeyPrefix() => $"test:{Guid.CreateVersion7():N}:";

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestServers> StartAsync()
    {
        var given = new[] { "BPSDM_TEST_POSTGRES", "BPSDM_TEST_RABBITMQ", "BPSDM_TEST_RABBITMQ_MANAGEMENT", "BPSDM_TEST_REDIS" }
            .ToDictionary(name => name, Environment.GetEnvironmentVariable);
        if (given.Values.All(value => !string.IsNullOrEmpty(value))) return new TestServers(given.ToDictionary(g => g.Key, g => g.Value!));

        RemoveFoldersOfEndedRuns();
        var folder = Path.Combine(Path.GetTempPath(), $"bpsdm-test-{Environment.ProcessId}");
        var servers = await LocalServers.StartAsync(folder);
        // A test host may be killed before this has run: then the kernel's parent-death signal ends the servers.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            servers.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return new TestServers(servers.Environment);
    }

    private static void RemoveFoldersOfEndedRuns()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), "bpsdm-test-*"))
            if (int.TryParse(folder[(folder.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture, out var pid) && !IsRunning(pid))
                Directory.Delete(folder, recursive: true);
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A fresh database, dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(TestServers servers, string connectionString) => (Servers, ConnectionString) = (servers, connectionString);

    public TestServers Servers { get; }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var servers = await TestServers.GetAsync();
        return new TestDatabase(servers, await servers.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync() => await Servers.DropDatabaseAsync(ConnectionString);
}
