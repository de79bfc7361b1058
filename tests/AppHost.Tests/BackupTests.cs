using System.Text.Json.Nodes;
using Npgsql;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>One tiny platform with a broker, and a backup of it.</summary>
public sealed class BackedUpPlatform : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bpsdm-backup-").FullName;

    public string Backups => Path.Combine(Folder, "backups");

    public string Backup { get; private set; } = "";

    public string State => Path.Combine(Folder, "state");

    public LocalPlatform Platform { get; private set; } = null!;

    internal Manifest Manifest => Manifest.Read(ManifestPath);

    private string ManifestPath => Path.Combine(Folder, "aspire-manifest.json");

    public async Task InitializeAsync()
    {
        TinyManifest.Write(Folder, resources => resources["messaging"] = JsonNode.Parse(
            """
            {
              "type": "container.v0",
              "image": "docker.io/library/rabbitmq:4.2-management",
              "env": { "RABBITMQ_DEFAULT_USER": "guest", "RABBITMQ_DEFAULT_PASS": "{pg.value}" },
              "bindings": { "tcp": { "scheme": "tcp" }, "management": { "scheme": "http" } }
            }
            """));
        Platform = await StartAsync(State);
        Backup = await BackUpAsync();
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal Task<string> BackUpAsync() => NewBackup().MakeAsync(default);

    internal Backup NewBackup(string? state = null, TimeProvider? time = null) => new(new RunningPlatform(state ?? State, ManifestPath), Backups, time ?? TimeProvider.System, (_, _) => { });

    internal Task RestoreAsync(string backup, string state) => new Restore(new BackupFolder(backup), state, Manifest, TimeProvider.System, (_, _) => { }).RunAsync(default);

    public Task<LocalPlatform> StartAsync(string state) =>
        LocalPlatform.StartAsync(new LocalPlatformOptions { StateFolder = state, ManifestPath = ManifestPath, PreferDefaultPort = false });

    public static async Task<object?> QueryAsync(LocalPlatform platform, string sql)
    {
        await using var connection = new NpgsqlConnection(platform.AddressOf("tinydb") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public string Fresh() => Path.Combine(Folder, Guid.NewGuid().ToString("N"));
}

[Collection("Children of this process")]
public sealed class BackupTests(BackedUpPlatform source) : IClassFixture<BackedUpPlatform>
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task What_is_restored_is_of_the_moment_of_the_backup_and_has_its_secrets()
    {
        await BackedUpPlatform.QueryAsync(source.Platform, "CREATE TABLE before AS SELECT 7 AS n");
        var backup = await source.BackUpAsync();
        await BackedUpPlatform.QueryAsync(source.Platform, "DROP TABLE before");
        var state = source.Fresh();

        await source.RestoreAsync(backup, state);
        File.Exists(Path.Combine(state, StateFolder.Restored)).ShouldBeTrue();
        await using var restored = await source.StartAsync(state);

        (await BackedUpPlatform.QueryAsync(restored, "SELECT n FROM before")).ShouldBe(7);
        restored.Secrets.ToDictionary().ShouldBe(source.Platform.Secrets.ToDictionary());
        File.Exists(Path.Combine(state, StateFolder.Restored)).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_else_may_read_a_backup()
    {
        Directory.GetFileSystemEntries(source.Backup, "*", SearchOption.AllDirectories).Append(source.Backup)
            .Where(path => (File.GetUnixFileMode(path) & Others) != UnixFileMode.None && !path.StartsWith(Path.Combine(source.Backup, "postgres"), StringComparison.Ordinal)).ShouldBeEmpty();
        (File.GetUnixFileMode(Path.Combine(source.Backup, "state", "secrets.json")) & ~Others).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.Combine(source.Backup, "state")).Select(Path.GetFileName).ShouldBe(["ports.json", "secrets.json"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("cut", "is not as it was written")]
    [InlineData("changed", "is not as it was written")]
    [InlineData("missing", "is missing")]
    [InlineData("added", "does not belong")]
    [InlineData("no manifest", "is no backup")]
    [InlineData("format", "format 2")]
    [InlineData("postgres", "PostgreSQL 9")]
    [InlineData("migration", "20991231000000_FromTheFuture")]
    public async Task What_is_damaged_or_of_another_version_is_refused_and_nothing_is_changed(string damage, string expected)
    {
        var backup = source.Fresh();
        await Tool.RunAsync("cp", ["-a", source.Backup, backup], default);
        Damage(backup, damage);
        var state = source.Fresh();

        var refusal = await Should.ThrowAsync<LocalRunException>(() => source.RestoreAsync(backup, state));

        refusal.Message.ShouldContain(expected);
        Directory.Exists(state).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_of_the_database_that_the_server_does_not_know_as_its_own_is_refused_and_nothing_is_left()
    {
        // Checksums that fit, around a log that is not the whole one: only the server's own check can tell.
        var backup = source.Fresh();
        await Tool.RunAsync("cp", ["-a", source.Backup, backup], default);
        var wal = Path.Combine(backup, "postgres", BackupFolder.Wal);
        await Tool.RunAsync("bash", ["-c", $"mkdir {backup}.empty && tar -czf {wal} -C {backup}.empty ."], default);
        var made = await new BackupFolder(source.Backup).VerifyAsync(default);
        await new BackupFolder(backup).SealAsync(made.MadeAt, made.Postgres, made.Migrations, default);
        var state = source.Fresh();

        (await Should.ThrowAsync<LocalRunException>(() => source.RestoreAsync(backup, state))).Message.ShouldContain("pg_verifybackup failed");

        Directory.GetFileSystemEntries(state).Select(Path.GetFileName).ShouldBe(["lock"]);
    }

    [Fact]
    public async Task A_folder_that_holds_data_is_refused_and_keeps_it()
    {
        var state = source.Fresh();
        await source.RestoreAsync(source.Backup, state);
        var secrets = await File.ReadAllTextAsync(Path.Combine(state, "secrets.json"));

        (await Should.ThrowAsync<LocalRunException>(() => source.RestoreAsync(source.Backup, state))).Message.ShouldContain("holds data");

        (await File.ReadAllTextAsync(Path.Combine(state, "secrets.json"))).ShouldBe(secrets);
        Directory.Exists(Path.Combine(state, "postgres", "data")).ShouldBeTrue();
        (await Should.ThrowAsync<LocalRunException>(() => source.RestoreAsync(source.Backup, source.State))).Message.ShouldContain("in use");
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_does_not_start_and_can_be_begun_again()
    {
        var state = source.Fresh();
        await source.RestoreAsync(source.Backup, state);
        await File.WriteAllTextAsync(Path.Combine(state, StateFolder.Restoring), "");
        File.Delete(Path.Combine(state, "postgres", "data", "PG_VERSION"));

        (await Should.ThrowAsync<LocalRunException>(() => source.StartAsync(state))).Message.ShouldContain("cut off");

        await source.RestoreAsync(source.Backup, state);
        await using var restored = await source.StartAsync(state);
        (await BackedUpPlatform.QueryAsync(restored, "SELECT count(*)::int FROM migrated")).ShouldBe(2);
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_nothing_and_what_a_killed_one_left_goes_with_the_next()
    {
        var before = Directory.GetDirectories(source.Backups);
        var killed = Directory.CreateDirectory(Path.Combine(source.Backups, "bpsdm-20200528T000000Z.partial"));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => source.NewBackup().MakeAsync(stop.Token));

        Directory.GetDirectories(source.Backups).ShouldBe(before, ignoreOrder: true);
        killed.Refresh();
        killed.Exists.ShouldBeFalse();
        Should.Throw<LocalRunException>(() => source.NewBackup(state: source.Fresh())).Message.ShouldContain("No platform is up");
    }

    [Fact]
    public async Task Two_at_once_into_one_folder_are_refused()
    {
        await using (File.Open(Path.Combine(source.Backups, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            (await Should.ThrowAsync<LocalRunException>(source.BackUpAsync)).Message.ShouldContain("Another backup");
    }

    [Fact]
    public void The_newest_are_kept_and_what_is_no_backup_is_left_alone()
    {
        var into = Directory.CreateDirectory(source.Fresh()).FullName;
        foreach (var day in (int[])[1, 2, 3])
        {
            Directory.CreateDirectory(Path.Combine(into, $"bpsdm-2020060{day}T020000Z"));
            File.WriteAllText(Path.Combine(into, $"bpsdm-2020060{day}T020000Z", "backup.json"), "{}");
        }
        Directory.CreateDirectory(Path.Combine(into, "bpsdm-notes"));

        new Backup(new RunningPlatform(source.State, Path.Combine(source.Folder, "aspire-manifest.json")), into, TimeProvider.System, (_, _) => { }).Prune(2);

        Directory.GetDirectories(into).Select(Path.GetFileName).ShouldBe(["bpsdm-20200602T020000Z", "bpsdm-20200603T020000Z", "bpsdm-notes"], ignoreOrder: true);
    }

    private static void Damage(string backup, string damage)
    {
        var (archive, manifest) = (Path.Combine(backup, "postgres", BackupFolder.Base), Path.Combine(backup, "backup.json"));
        switch (damage)
        {
            case "cut":
                using (var file = File.OpenWrite(archive)) file.SetLength(file.Length / 2);
                break;
            case "changed":
                var bytes = File.ReadAllBytes(archive);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(archive, bytes);
                break;
            case "missing": File.Delete(Path.Combine(backup, "state", "secrets.json")); break;
            case "added": File.WriteAllText(Path.Combine(backup, "state", "another.p12"), "x"); break;
            case "no manifest": File.Delete(manifest); break;
            case "format": Change("format", 2); break;
            case "postgres": Change("postgres", 9); break;
            case "migration": Change("migrations", new JsonObject { ["tinydb"] = "20991231000000_FromTheFuture" }); break;
            default: throw new ArgumentException(damage, nameof(damage));
        }

        void Change(string name, JsonNode value)
        {
            var node = JsonNode.Parse(File.ReadAllText(manifest))!;
            node[name] = value;
            File.WriteAllText(manifest, node.ToJsonString());
        }
    }
}
