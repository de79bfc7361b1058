using System.Diagnostics;
using System.Globalization;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.TelemetryBench;

/// <summary>A platform with servers of its own, and the demo against it.</summary>
internal sealed class MeasuredPlatform : IAsyncDisposable
{
    private readonly LocalPlatformOptions _options;
    private readonly LocalPlatform _platform;

    private MeasuredPlatform(Setting setting, LocalPlatformOptions options, LocalPlatform platform) => (Setting, _options, _platform) = (setting, options, platform);

    public Setting Setting { get; }

    public List<Run> Runs { get; } = [];

    public static async Task<MeasuredPlatform> StartAsync(Setting setting, Uri collector)
    {
        var options = new LocalPlatformOptions { StateFolder = Directory.CreateTempSubdirectory("bpsdm-telemetry-").FullName, PreferDefaultPort = false };
        options = options with { Environment = options.Environment.Concat(setting.Environment(collector)).ToDictionary() };
        return new(setting, options, await LocalPlatform.StartAsync(options));
    }

    public async Task<(TimeSpan Wall, TimeSpan Cpu)> RunDemoAsync(int participants)
    {
        var before = Cpu();
        var clock = Stopwatch.StartNew();
        var root = Path.GetDirectoryName(_options.ManifestPath)!;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(root, "bench", "Demo", "bin", _options.Configuration, "net10.0", "Bpsdm.Demo.dll"),
                "--gateway", _platform.GatewayUrl.ToString(),
                "--secrets", Path.Combine(_options.StateFolder, "secrets.json"),
                "--state", _options.StateFolder,
                "--participants", participants.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var demo = Process.Start(start)!;
        var said = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();
        return demo.ExitCode == 0 ? (clock.Elapsed, Cpu() - before) : throw new InvalidOperationException($"The demo did not add up:\n{said}");
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        Directory.Delete(_options.StateFolder, recursive: true);
    }

    private TimeSpan Cpu()
    {
        var sum = TimeSpan.Zero;
        foreach (var project in _platform.Status.Where(s => s.Kind == "project"))
        {
            using var process = Process.GetProcessById(project.Pid!.Value);
            sum += process.TotalProcessorTime;
        }
        return sum;
    }
}
