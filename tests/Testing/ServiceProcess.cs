using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace Bpsdm.Testing;

/// <summary>A service as a process of its own, which can be ended as a crash ends it.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const int KeptLines = 40;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The last lines that it wrote.</summary>
    public string Log => string.Join('\n', _lines);

    /// <param name="service">The service's assembly.</param>
    /// <param name="settings">Keys and values of its configuration; it listens at a free port where <c>ASPNETCORE_URLS</c> is none of them.</param>
    /// <param name="arguments">For example <c>migrate</c>.</param>
    public static async Task<ServiceProcess> StartAsync(Assembly service, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var environment = settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value, StringComparer.Ordinal);
        environment.TryAdd("ASPNETCORE_URLS", "http://127.0.0.1:0");
        return await StartAsync("dotnet", [service.Location, .. arguments], environment);
    }

    /// <summary>Another program beside the services, ended with this process whatever ends it.</summary>
    public static async Task<ServiceProcess> StartAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        // The kernel ends it with us.
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (key, value) in environment) info.Environment[key] = value;

        // That signal comes when the thread ends that started it: a thread of the pool might, one that waits for it does not.
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var process = Process.Start(info)!;
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception e)
            {
                started.TrySetException(e);
            }
        }) { IsBackground = true, Name = program }.Start();
        return new ServiceProcess(await started.Task);
    }

    /// <summary>Waits until it ends by itself, as <c>migrate</c> does.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public async Task EndedAsync()
    {
        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0) throw new InvalidOperationException($"It ended with code {_process.ExitCode}:\n{Log}");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines) _lines.TryDequeue(out _);
    }
}
