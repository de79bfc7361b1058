using System.Diagnostics;

namespace Bpsdm.Testing;

/// <summary>Independent tools from npm, which <c>./bpsdm test</c> installs below <c>tests/node</c>.</summary>
public static class Node
{
    private static readonly string Folder = Path.Combine(FindRoot(), "tests", "node");

    /// <summary>Runs a script of that folder; fails with what it wrote where it fails.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="input">Written to its standard input.</param>
    /// <returns>The lines of its standard output.</returns>
    public static async Task<string[]> RunAsync(string script, string input)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [script])
        {
            UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"node {script} ended with {process.ExitCode}: {await error}");
    }

    /// <summary>Starts an example below <c>docs/examples</c> as a process of its own.</summary>
    public static Task<ServiceProcess> StartExampleAsync(string example, string script, IReadOnlyDictionary<string, string> environment) =>
        ServiceProcess.StartAsync("node", [script], environment, Path.Combine(FindRoot(), "docs", "examples", example));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bpsdm.Platform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
