using System.Diagnostics;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>A program of ours under way.</summary>
public sealed class ProgramRun
{
    private readonly Process _process;
    private readonly Task<string[]> _output;

    private ProgramRun(Process process) =>
        (_process, _output) = (process, Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()));

    public bool Ended => _process.HasExited;

    public static ProgramRun Start(string assembly, params string[] arguments) => new(Process.Start(
        new ProcessStartInfo("dotnet", [assembly, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!);

    /// <summary>Waits for its end; fails the test with its output unless it went well.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> EndsWellAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        var output = string.Join('\n', await _output);
        _process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
