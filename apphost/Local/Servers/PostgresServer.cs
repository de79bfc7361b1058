using System.Globalization;
using Npgsql;

namespace Bpsdm.LocalOrchestrator;

internal sealed class PostgresServer(string name, string user, string password, RunContext run) : LocalResource(name, run)
{
    public const string Owner = "postgres";
    private static readonly string[] Settings =
    [
        "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "shared_buffers=512MB",
        "wal_compression=on", "max_wal_size=4GB", "checkpoint_timeout=15min", "autovacuum_naptime=10s", "password_encryption=scram-sha-256",
        "timezone=UTC", "log_timezone=UTC", "log_line_prefix=%m [%p] %d ",
    ];

    private readonly string bin = FindBinaries();

    public override string Kind => "postgresql";

    public override string Address => $"127.0.0.1:{Port("tcp")}";

    private string Home => Run.State.Folder(Name);

    private string Data => Path.Combine(Home, "data");

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port("tcp"), Username = user, Password = password, Database = database,
    }.ConnectionString;

    public async Task CreateDatabaseAsync(string database, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync(cancellation) is not null) return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(cancellation);
    }

    protected override async Task PrepareAsync(CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(Data, "PG_VERSION"))) return;
        // A folder without its version is an initdb that was cut off; there is nothing in it to lose.
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        Directory.CreateDirectory(Data);
        var passwordFile = Path.Combine(Home, "initial-password");
        PrivateFile.Write(passwordFile, password);
        try
        {
            if (ProcessTable.IsRoot) await RunAsync(new ProcessSpec($"{Name}-chown", "chown", [$"{Owner}:{Owner}", Data, passwordFile]), cancellation);
            await RunAsync(
                AsOwner(new ProcessSpec($"{Name}-initdb", Path.Combine(bin, "initdb"),
                    ["-D", Data, "-U", user, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"])),
                cancellation);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    protected override ProcessSpec Spec() => AsOwner(new ProcessSpec(Name, Path.Combine(bin, "postgres"),
        ["-D", Data, "-p", $"{Port("tcp")}", .. Settings.SelectMany(s => (string[])["-c", s])])
    {
        // SIGINT is PostgreSQL's fast shutdown; on SIGTERM it would wait for its clients to leave.
        StopSignal = Signal.Interrupt,
        StopDeadline = TimeSpan.FromSeconds(60),
    });

    public override async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new LocalRunException($"{Name} was created with another password than the one in {Run.State.File("secrets.json")}. ./bpsdm reset starts afresh (and forgets its data).", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private ProcessSpec AsOwner(ProcessSpec spec) => spec with { User = Owner, PassClosedFolders = !IsOpenToOthers(Data), WorkingDirectory = Data };

    private async Task RunAsync(ProcessSpec spec, CancellationToken cancellation)
    {
        await using var process = new ManagedProcess(spec, Run);
        await process.StartAsync();
        if (await process.FirstExit.WaitAsync(cancellation) is not 0 and var code)
            throw new LocalRunException($"{spec.Name} failed with code {code}. Its log, {process.LogTail}");
    }

    private static bool IsOpenToOthers(string path)
    {
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }

    /// <summary>The major version of the server that is installed.</summary>
    public static int InstalledVersion() => VersionOf(FindBinaries());

    /// <exception cref="LocalRunException">It is not installed.</exception>
    public static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
        && Directory.GetDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb")))
            .MaxBy(VersionOf) is { } newest
            ? newest
            : throw new LocalRunException("PostgreSQL is not installed (looked for initdb below /usr/lib/postgresql). ./bpsdm up installs it.");

    private static int VersionOf(string binaries) => int.TryParse(Path.GetFileName(Path.GetDirectoryName(binaries)), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
