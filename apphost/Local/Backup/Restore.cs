using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace Bpsdm.LocalOrchestrator;

/// <summary>Puts a backup into an empty state folder. Nothing is started: the next <c>up</c> brings it to life and to rest.</summary>
internal sealed class Restore(BackupFolder backup, string stateFolder, Manifest manifest, TimeProvider time, Action<string, string> say)
{
    /// <exception cref="LocalRunException">The backup is damaged or of another version, or the folder holds data. Nothing was changed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var made = await backup.VerifyAsync(cancellation);
        RefuseOtherVersion(made);
        say("restore", $"{backup.Root} is whole; it was made at {made.MadeAt:u}");

        using var state = await StateFolder.OpenAsync(stateFolder, time, cancellation);
        RefuseData(state);
        var postgres = Path.Combine(state.Folder(manifest.Server("postgres").Name), "data");
        var messaging = state.Folder(manifest.Server("rabbitmq").Name);
        File.WriteAllText(state.File(StateFolder.Restoring), "");
        try
        {
            await CopyDatabasesAsync(postgres, cancellation);
            foreach (var path in Directory.GetFiles(backup.State)) PrivateFile.Copy(path, state.File(Path.GetFileName(path)));
            PrivateFile.Copy(backup.Definitions, Path.Combine(messaging, RabbitMqServer.DefinitionsName));
            await File.WriteAllTextAsync(state.File(StateFolder.Restored), time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellation);
            File.Delete(state.File(StateFolder.Restoring));
        }
        catch
        {
            Clear(state);
            throw;
        }
    }

    private void RefuseOtherVersion(BackupManifest made)
    {
        if (PostgresServer.InstalledVersion() is var installed && installed != made.Postgres)
            throw new LocalRunException($"The backup is of PostgreSQL {made.Postgres}, and {installed} is installed.");
        var known = manifest.Resources.Values.Where(r => r.IsProject)
            .Select(r => Path.Combine(Path.GetDirectoryName(Path.Combine(manifest.Folder, r.Path!))!, "Data", "Migrations")).Distinct().Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs")).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        foreach (var (database, migration) in made.Migrations)
            if (!known.Contains(migration)) throw new LocalRunException($"The backup is of a newer version: {database} has the migration {migration}, which this version does not know.");
    }

    /// <summary>A restore that was cut off has left its mark, and is begun anew.</summary>
    private void RefuseData(StateFolder state)
    {
        if (File.Exists(state.File(StateFolder.Restoring))) Clear(state);
        string[] data = [state.File("secrets.json"), .. manifest.Resources.Values.Where(r => r.IsContainer).Select(r => Path.Combine(state.Root, r.Name))];
        if (data.FirstOrDefault(path => Path.Exists(path)) is { } found)
            throw new LocalRunException($"{state.Root} holds data ({Path.GetFileName(found)}): a backup is restored into an empty folder. ./bpsdm reset forgets what is there, or choose another with --state.");
    }

    private void Clear(StateFolder state)
    {
        foreach (var server in (string[])["postgres", "rabbitmq"])
            if (Path.Combine(state.Root, manifest.Server(server).Name) is var folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var path in Directory.GetFiles(backup.State)) File.Delete(state.File(Path.GetFileName(path)));
        File.Delete(state.File(StateFolder.Restored));
        File.Delete(state.File(StateFolder.Restoring));
    }

    private async Task CopyDatabasesAsync(string data, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data, PrivateFile.FolderMode);
        await ExtractAsync(BackupFolder.Base, data, cancellation);
        await ExtractAsync(BackupFolder.Wal, Path.Combine(data, "pg_wal"), cancellation);
        // The server's own judgement, file by file, and of the log from the first to the last record that is needed.
        await Tool.RunAsync(
            Path.Combine(PostgresServer.FindBinaries(), "pg_verifybackup"),
            ["--quiet", "--manifest-path", Path.Combine(backup.Postgres, BackupFolder.ServersManifest), data], cancellation);
        if (ProcessTable.IsRoot) await Tool.RunAsync("chown", ["-R", $"{PostgresServer.Owner}:{PostgresServer.Owner}", data], cancellation);
    }

    private async Task ExtractAsync(string name, string folder, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(Path.Combine(backup.Postgres, name));
        await using var archive = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, cancellation);
    }
}
