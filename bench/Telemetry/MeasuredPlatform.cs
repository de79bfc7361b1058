using System.Diagnostics;
using System.Globalization;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.TelemetryBench;

/// <summary>A platform with servers of its own, and the demo against it.</summary>
internal sealed class MeasuredPlatform : IAsyncDisposable
{
    private readonly LocalPlatformOptions _options;
    private readonly LocalPlatform _platform;
    private readonly Collector _collector;

    private MeasuredPlatform(Setting setting, LocalPlatformOptions options, LocalPlatform platform, Collector collector) =>
        (Setting, _options, _platform, _collector) = (setting, options, platform, collector);

    public Setting Setting { get; }

    public List<Run> Runs { get; } = [];

    public static async Task<MeasuredPlatform> StartAsync(Setting setting)
    {
        var collector = await Collector.StartAsync();
        var options = new LocalPlatformOptions { StateFolder = Directory.CreateTempSubdirectory("bpsdm-telemetry-").FullName, PreferDefaultPort = false };
        options = options with { Environment = options.Environment.Concat(setting.Environment(collector.Url)).ToDictionary() };
        return new(setting, options, await LocalPlatform.StartAsync(options), collector);
    }

    public async Task<Run> RunDemoAsync(int participants)
    {
        var (before, told) = (Cpu(), _collector.Bytes);
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
        return demo.ExitCode == 0 ? new Run(clock.Elapsed, Cpu() - before, _collector.Bytes - told) : throw new InvalidOperationException($"The demo did not add up:\n{said}");
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _collector.DisposeAsync();
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
