using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bpsdm.LocalOrchestrator;
using Npgsql;

namespace Bpsdm.Attendance;

/// <summary>One replica of SessionDelivery: a process of its own on a database of its own.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly string Dll = Path.Combine(Root(), "services/SessionDelivery/bin/Release/net10.0/Bpsdm.SessionDelivery.dll");
    private readonly Process _process;

    private Service(Process process, IPEndPoint address, string database) => (_process, Address, Database) = (process, address, database);

    public IPEndPoint Address { get; }
    public string Database { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<Service> StartAsync(LocalServers servers, string issuer, string log)
    {
        await using (var connection = new NpgsqlConnection(servers.PostgresConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand("CREATE DATABASE deliverydb", connection);
            await create.ExecuteNonQueryAsync();
        }
        var database = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString) { Database = "deliverydb" }.ConnectionString;
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__deliverydb"] = database,
            ["ConnectionStrings__messaging"] = servers.RabbitMqUri,
            ["Identity__Authority"] = issuer,
            ["ASPNETCORE_URLS"] = $"http://{address}",
        };
        using (var migrate = await StartAsync("migrate", settings, log)) await migrate.WaitForExitAsync();
        var process = await StartAsync("", settings, log);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        while (!await IsUpAsync(client))
        {
            if (process.HasExited) throw new InvalidOperationException($"The service did not start:\n{await File.ReadAllTextAsync(log)}");
            await Task.Delay(50);
        }
        return new Service(process, address, database);
    }

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>
    /// If this process is killed, the kernel's parent-death signal ends the service too. It is sent when the thread that
    /// forked ends, so that is one that waits for the service.
    /// </summary>
    private static Task<Process> StartAsync(string argument, Dictionary<string, string> settings, string log)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", "sh", "-c", $"exec dotnet '{Dll}' {argument} >>'{log}' 2>&1"]) { WorkingDirectory = Path.GetDirectoryName(Dll)! };
        foreach (var (key, value) in settings) start.Environment[key] = value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var process = Process.Start(start)!;
            started.SetResult(process);
            process.WaitForExit();
        }) { IsBackground = true }.Start();
        return started.Task;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Bpsdm.Platform.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not in the repository.");
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
