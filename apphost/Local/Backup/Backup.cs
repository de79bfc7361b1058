using Npgsql;

namespace Bpsdm.LocalOrchestrator;

/// <summary>
/// A copy of a platform while it runs: the whole database cluster at one moment, secrets and keys, and the broker's definitions. Messages
/// that are on their way are in the databases, too (docs/decisions/0071).
/// </summary>
internal sealed class Backup(RunningPlatform platform, string into, TimeProvider time, Action<string, string> say)
{
    private const string Partial = ".partial";

    /// <returns>The folder of the backup. Until it is whole it has another name, and a failure leaves nothing.</returns>
    /// <exception cref="LocalRunException">A part could not be copied, or another backup is being made into the same folder.</exception>
    public async Task<string> MakeAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(into, PrivateFile.FolderMode);
        using var held = Hold();
        foreach (var cutOff in Directory.GetDirectories(into, $"{BackupFolder.Prefix}*{Partial}")) Directory.Delete(cutOff, recursive: true);

        var madeAt = time.GetUtcNow();
        var finished = Path.Combine(into, $"{BackupFolder.Prefix}{madeAt:yyyyMMdd'T'HHmmss'Z'}");
        if (Directory.Exists(finished)) throw new LocalRunException($"{finished} is there already.");
        var folder = new BackupFolder(finished + Partial);
        Directory.CreateDirectory(folder.Root, PrivateFile.FolderMode);
        try
        {
            CopyState(folder);
            await CopyDefinitionsAsync(folder, cancellation);
            await CopyDatabasesAsync(folder, cancellation);
            await folder.SealAsync(madeAt, await PostgresVersionAsync(cancellation), await MigrationsAsync(cancellation), cancellation);
            // What a power cut may take back must not have its final name.
            await Tool.RunAsync("sync", [.. Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories), .. Directory.GetDirectories(folder.Root), folder.Root], cancellation);
            Directory.Move(folder.Root, finished);
            await Tool.RunAsync("sync", [into], CancellationToken.None);
            return finished;
        }
        catch
        {
            if (Directory.Exists(folder.Root)) Directory.Delete(folder.Root, recursive: true);
            throw;
        }
    }

    /// <summary>Deletes all but the newest backups of the folder; what is no whole backup is left alone.</summary>
    public void Prune(int keep)
    {
        foreach (var old in Directory.GetDirectories(into, $"{BackupFolder.Prefix}*").Where(BackupFolder.IsBackup).OrderDescending(StringComparer.Ordinal).Skip(keep))
        {
            Directory.Delete(old, recursive: true);
            say("backup", $"deleted {old}");
        }
    }

    private FileStream Hold()
    {
        try
        {
            return new FileStream(Path.Combine(into, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new LocalRunException($"Another backup is being made into {into}.", e);
        }
    }

    private void CopyState(BackupFolder folder)
    {
        Directory.CreateDirectory(folder.State, PrivateFile.FolderMode);
        foreach (var path in Directory.GetFiles(platform.StateFolder).Where(path => !StateFolder.OfOneRun.Contains(Path.GetFileName(path))))
            PrivateFile.Copy(path, Path.Combine(folder.State, Path.GetFileName(path)));
    }

    private async Task CopyDefinitionsAsync(BackupFolder folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Definitions)!, PrivateFile.FolderMode);
        using var management = platform.Management();
        try
        {
            PrivateFile.Write(folder.Definitions, await management.GetStringAsync(new Uri("/api/definitions", UriKind.Relative), cancellation));
        }
        catch (HttpRequestException e)
        {
            throw new LocalRunException($"The broker did not tell its definitions: {e.Message}", e);
        }
    }

    /// <summary>A base backup with the log that was written meanwhile: restored, all databases are at the moment when it ended.</summary>
    private async Task CopyDatabasesAsync(BackupFolder folder, CancellationToken cancellation)
    {
        var server = platform.Postgres;
        await Tool.RunAsync(
            Path.Combine(PostgresServer.FindBinaries(), "pg_basebackup"),
            [
                "--pgdata", folder.Postgres, "--format=tar", "--compress=1", "--wal-method=stream", "--checkpoint=fast", "--no-password",
                "--host", server.Host!, "--port", $"{server.Port}", "--username", server.Username!,
            ],
            cancellation, ("PGPASSWORD", server.Password!));
    }

    private async Task<int> PostgresVersionAsync(CancellationToken cancellation) =>
        (int)(await AskAsync(platform.Postgres.ConnectionString, "SELECT current_setting('server_version_num')::int / 10000", cancellation))!;

    private async Task<Dictionary<string, string>> MigrationsAsync(CancellationToken cancellation)
    {
        var last = new Dictionary<string, string>();
        foreach (var (name, database) in platform.Databases)
        {
            if (await AskAsync(database, "SELECT to_regclass('migrations_history') IS NOT NULL", cancellation) is true
                && await AskAsync(database, "SELECT max(migration_id) FROM migrations_history", cancellation) is string migration)
                last[name] = migration;
        }
        return last;
    }

    private static async Task<object?> AskAsync(string database, string question, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(question, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
