using System.Diagnostics;
using Bpsdm.LocalOrchestrator;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The short form of <c>./bpsdm test --chaos</c>: on a platform of its own, under load, one fault after another.</summary>
[Collection(PlatformCollection.Name)]
public sealed class FaultTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("bpsdm-faults-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task Whatever_fails_under_load_heals_by_itself_and_loses_and_doubles_nothing()
    {
        var options = new LocalPlatformOptions { StateFolder = _state.FullName };
        using var trial = Process.Start(new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(Path.GetDirectoryName(options.ManifestPath)!, "tests", "Chaos", "bin", options.Configuration, "net10.0", "Bpsdm.Chaos.dll"),
                _state.FullName, "--short",
            },
        })!;
        var output = Task.WhenAll(trial.StandardOutput.ReadToEndAsync(), trial.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        try
        {
            await trial.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            trial.Kill(entireProcessTree: true);
        }
        trial.ExitCode.ShouldBe(0, string.Join('\n', await output));
    }
}
