using Bpsdm.Attendance;
using Bpsdm.Certification;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace Bpsdm.CertificatesBench;

/// <summary>The real service, in a process of its own, on real servers.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly ServiceProcess _service;
    private readonly Issuer _issuer;
    private readonly Dictionary<string, string> _settings;

    private Platform(ServiceProcess service, string address, Issuer issuer, Dictionary<string, string> settings, NpgsqlDataSource database, Uri broker, TestBroker publisher) =>
        (_service, Address, _issuer, _settings, Database, Broker, Publisher) = (service, address, issuer, settings, database, broker, publisher);

    public string Address { get; }
    public string HrToken => _issuer.Token(Roles.HrSystem);

    public NpgsqlDataSource Database { get; }
    public Uri Broker { get; }
    public TestBroker Publisher { get; }

    /// <summary>What the service has said lately.</summary>
    public string Log => _service.Log;

    public static async Task<Platform> StartAsync()
    {
        var servers = await TestServers.GetAsync();
        var issuer = await Issuer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:certificationdb"] = await servers.CreateDatabaseAsync(),
            ["ConnectionStrings:messaging"] = await servers.CreateVirtualHostAsync(),
            ["Identity:Authority"] = issuer.Address,
            ["Platform:PublicUrl"] = "https://bpsdm.test",
            ["Webhooks:AllowPrivateTargets"] = "true",
            ["Credentials:KeyPassword"] = "a password of the benchmark only, forty characters",
            ["Webhooks:Key"] = "a key of the benchmark only, forty characters",
            // It signs with a key that it makes.
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Platform:StateFolder"] = Path.Combine(Path.GetTempPath(), "bpsdm-bench-certificates"),
        };
        var assembly = typeof(CertificationOptions).Assembly;
        await using (var migration = await ServiceProcess.StartAsync(assembly, settings, "migrate")) await migration.EndedAsync();
        var broker = new Uri(settings["ConnectionStrings:messaging"]);
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var service = await StartAsync(settings, address);
        await ConsumesAsync(broker);
        return new Platform(
            service, address, issuer, settings, NpgsqlDataSource.Create(settings["ConnectionStrings:certificationdb"]), broker, await TestBroker.StartAsync(broker));
    }

    /// <summary>Another replica of the service, run by another program (as taskset).</summary>
    public Task<ServiceProcess> StartServiceAsync(string address, params string[] by) => StartAsync(_settings, address, by);

    private static Task<ServiceProcess> StartAsync(Dictionary<string, string> settings, string address, params string[] by)
    {
        string[] command = [.. by, "dotnet", typeof(CertificationOptions).Assembly.Location];
        var environment = settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value, StringComparer.Ordinal);
        environment["ASPNETCORE_URLS"] = address;
        return ServiceProcess.StartAsync(command[0], command[1..], environment);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Looks every 10 ms until the last position of the HR feed, which is taken in the transaction of the certificates, is this one.</summary>
    public async Task IssuedAsync(long position)
    {
        while (await ScalarAsync<long>("SELECT last_position FROM hr_feed") < position) await Task.Delay(10);
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Database.DisposeAsync();
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private static async Task ConsumesAsync(Uri broker)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.SeeAsync(() => channel.ConsumerCountAsync("certification-issue-certificates"), consumers => consumers > 0, TimeSpan.FromSeconds(60));
    }
}
