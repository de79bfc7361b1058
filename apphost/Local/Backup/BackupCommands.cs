using System.Globalization;

namespace Bpsdm.LocalOrchestrator;

/// <summary>The commands backup and restore.</summary>
internal static class BackupCommands
{
    public const string Usage = "backup [--to DIR] [--keep N] [--state DIR] | restore DIR [--state DIR]";

    public static async Task<int> BackupAsync(Arguments arguments, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var into = arguments.To ?? Path.Combine(LocalPlatformOptions.BuiltWith("RepositoryRoot"), ".backups");
        var backup = new Backup(new RunningPlatform(arguments.State, ManifestPath), into, TimeProvider.System, Commands.Say);
        var folder = await backup.MakeAsync(stop);
        var bytes = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        Commands.Say("backup", string.Create(CultureInfo.InvariantCulture, $"{folder} ({bytes / 1e6:0.0} MB after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s)"));
        Commands.Say("backup", "it holds the secrets that open it and everybody's data: keep it as you keep the database");
        if (arguments.Keep is { } keep) backup.Prune(keep);
        return 0;
    }

    public static async Task<int> RestoreAsync(Arguments arguments, CancellationToken stop)
    {
        var folder = arguments.Folder ?? throw new LocalRunException($"Which backup? Usage: {Usage}");
        await new Restore(new BackupFolder(Path.GetFullPath(folder)), arguments.State, Manifest.Read(ManifestPath), TimeProvider.System, Commands.Say).RunAsync(stop);
        Commands.Say("restore", $"done: {arguments.State}. ./bpsdm up starts it, and what was on its way goes on");
        return 0;
    }

    private static string ManifestPath => new LocalPlatformOptions { StateFolder = "" }.ManifestPath;
}
