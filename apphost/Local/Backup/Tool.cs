namespace Bpsdm.LocalOrchestrator;

/// <summary>A program that does one thing and ends.</summary>
internal static class Tool
{
    /// <exception cref="LocalRunException">It failed; the message holds what it said.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation, params (string Key, string Value)[] environment)
    {
        var name = Path.GetFileName(program);
        using var process = await Spawner.StartAsync(new ProcessSpec(name, program, arguments) { Environment = environment.ToDictionary(e => e.Key, e => e.Value) });
        process.StandardInput.Close();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            ProcessTable.Send(process.Id, Signal.Terminate);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        var said = string.Join('\n', await output).Trim();
        if (process.ExitCode != 0) throw new LocalRunException($"{name} failed with code {process.ExitCode}: {said}");
    }
}
