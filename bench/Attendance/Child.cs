using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bpsdm.Attendance;

/// <summary>A service or the gateway: a process of its own at an address that it keeps, also when it is started again.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly string _dll;
    private readonly Dictionary<string, string> _settings;
    private readonly string _log;
    private Process? _process;

    /// <param name="path">Its assembly, from the repository's root without the folder of the build.</param>
    /// <param name="settings">By the names of the environment.</param>
    /// <param name="log">File that its output is added to.</param>
    public Child(string path, Dictionary<string, string> settings, string log)
    {
        _dll = Path.Combine(Root(), Path.GetDirectoryName(path)!, "bin/Release/net10.0", Path.GetFileName(path));
        Address = new IPEndPoint(IPAddress.Loopback, FreePort());
        (_settings, _log) = (new(settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = $"http://{Address}" }, log);
    }

    public IPEndPoint Address { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async Task MigrateAsync()
    {
        using var migrate = await SpawnAsync("migrate");
        await migrate.WaitForExitAsync();
    }

    public async Task StartAsync()
    {
        _process = await SpawnAsync("");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        while (!await IsUpAsync(client))
        {
            if (_process.HasExited) throw new InvalidOperationException($"{Path.GetFileName(_dll)} did not start:\n{await File.ReadAllTextAsync(_log)}");
            await Task.Delay(50);
        }
    }

    /// <summary>As a crash does it.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/alive")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>
    /// If this process is killed, the kernel's parent-death signal ends the child too. It is sent when the thread that
    /// forked ends, so that is one that waits for the child.
    /// </summary>
    private Task<Process> SpawnAsync(string argument)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", "sh", "-c", $"exec dotnet '{_dll}' {argument} >>'{_log}' 2>&1"]) { WorkingDirectory = Path.GetDirectoryName(_dll)! };
        foreach (var (key, value) in _settings) start.Environment[key] = value;
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
        if (_process is not null) await KillAsync();
    }
}
