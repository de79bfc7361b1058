using System.Diagnostics;

namespace Bpsdm.EndToEnd.Tests.Upgrade;

/// <summary>
/// The version that this one replaces: the commit of <c>previous-version.txt</c>, taken from the history and built once, below
/// <c>.state/previous</c>.
/// </summary>
internal sealed class PreviousVersion
{
    /// <summary>What runs in a platform, and the job that is driven through it; its tests are of no use here.</summary>
    private static readonly string[] Built = ["services", "gateway", "bench/Demo"];
    private static readonly Lazy<Task<PreviousVersion>> Prepared = new(PrepareAsync);

    private PreviousVersion(string folder) => Folder = folder;

    public static string Commit { get; } = File.ReadAllText(Path.Combine(Repository.Root, "tests/EndToEnd.Tests/Upgrade/previous-version.txt")).Trim();

    /// <summary>The root of its checkout.</summary>
    public string Folder { get; }

    public string ManifestPath => Path.Combine(Folder, "aspire-manifest.json");

    /// <summary>Takes some two minutes the first time.</summary>
    public static Task<PreviousVersion> GetAsync() => Prepared.Value;

    /// <summary>An assembly of it, by the folder of its project.</summary>
    public string AssemblyOf(string project) => Repository.AssemblyOf(Folder, project);

    private static async Task<PreviousVersion> PrepareAsync()
    {
        var folder = Path.Combine(Repository.Root, ".state", "previous", Commit);
        if (Directory.Exists(folder)) return new PreviousVersion(folder);

        var making = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(making);
        await RunAsync("git", Repository.Root, "archive", "--output", Path.Combine(making, "tree.tar"), Commit);
        await RunAsync("tar", making, "-xf", "tree.tar");
        // One build of all: what they share is built once.
        var projects = Built.SelectMany(b => Directory.GetFiles(Path.Combine(making, b), "*.csproj", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(Path.Combine(making, "previous.proj"),
            $"""
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="{string.Join(';', projects)}" Targets="Restore" Properties="RestoreRecursive=false" /></Target>
              <Target Name="Build"><MSBuild Projects="{string.Join(';', projects)}" Properties="Configuration={Repository.Configuration}" BuildInParallel="true" /></Target>
            </Project>
            """);
        await RunAsync("dotnet", making, "build", "previous.proj", "-v", "quiet", "-maxcpucount", "-nodeReuse:false", "--nologo");
        // Built assemblies know no path of their own but that of the root, which the local run of this version does not ask them for.
        Directory.Move(making, folder);
        return new PreviousVersion(folder);
    }

    private static async Task RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test runner's own SDK settings would lead the build astray.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && k != "MSBUILDDISABLENODEREUSE").ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{string.Concat(output)}");
    }
}

/// <summary>A test that needs the history of the repository: skipped, and said so, where a shallow clone has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HistoryFactAttribute : FactAttribute
{
    public HistoryFactAttribute()
    {
        if (Says("rev-parse", "--is-shallow-repository") == "true" && Says("cat-file", "-t", PreviousVersion.Commit) != "commit")
            Skip = $"This clone is shallow and lacks {PreviousVersion.Commit}, the previous version.";
    }

    private static string Says(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return said;
    }
}
