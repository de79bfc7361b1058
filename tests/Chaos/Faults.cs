namespace Bpsdm.Chaos;

/// <summary>What is feared, each tried by itself under load.</summary>
internal static class Faults
{
    private static readonly string[] Services = ["identity", "catalogue", "enrolment", "delivery", "certification", "operations", "gateway"];
    private static readonly string[] Servers = ["messaging", "postgres", "cache"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("nothing", _ => Task.CompletedTask),
        .. Services.Concat(Servers).Select(Kill),
        .. Services.Concat(Servers).Select(Stop),
        .. ((string[])["delivery", "messaging", "postgres"]).Select(Pause),
        new("memory-alarm", stage => AlarmAsync(stage, MemoryAlarm)),
        new("disk-alarm", stage => AlarmAsync(stage, DiskAlarm)),
        new("kill-messaging-under-alarm", KillUnderAlarmAsync) { Victim = "messaging" },
        new("cut-answers", stage => stage.Door.CutAsync(stage.Pause)),
        new("cut-database", CutDatabaseAsync),
        new("cut-broker", async stage => await stage.Platform.ControlBrokerAsync("messaging", "close_all_connections", "chaos")),
        new("poison", Poison.PublishAsync),
        new("wrong-clocks-of-clients", stage => stage.Load.SkewAsync()),
        .. Services.Where(s => s != "gateway").Select(KillReplica),
        new("rolling-restart", RollAsync) { Replicas = 2 },
    ];

    /// <summary>For every run of the tests.</summary>
    public static IReadOnlyList<Fault> Short { get; } =
        [.. All.Where(f => f.Name is "kill-delivery" or "kill-messaging" or "kill-postgres" or "kill-cache" or "pause-messaging" or "disk-alarm" or "poison")];

    private static readonly (string[] On, string[] Off) MemoryAlarm = (["set_vm_memory_high_watermark", "absolute", "1MB"], ["set_vm_memory_high_watermark", "absolute", "2GB"]);

    private static readonly (string[] On, string[] Off) DiskAlarm = (["set_disk_free_limit", "9999GB"], ["set_disk_free_limit", "50MB"]);

    private static Fault Kill(string name) => new($"kill-{name}", stage => KillAsync(stage, name)) { Victim = name };

    private static Fault Stop(string name) => new($"stop-{name}", async stage =>
    {
        await stage.Platform.StopAsync(name);
        await Task.Delay(stage.Stop);
        await stage.Platform.StartAgainAsync(name);
    }) { Victim = name };

    private static Fault Pause(string name) => new($"pause-{name}", async stage =>
    {
        stage.Platform.Pause(name);
        await Task.Delay(stage.Pause);
        stage.Platform.Resume(name);
    });

    private static Task KillAsync(Stage stage, string name) =>
        stage.Platform.Kill(name) ? Task.CompletedTask : throw new InvalidOperationException($"{name} did not run.");

    private static async Task AlarmAsync(Stage stage, (string[] On, string[] Off) alarm)
    {
        await stage.Platform.ControlBrokerAsync("messaging", alarm.On);
        await Task.Delay(stage.Pause);
        await stage.Platform.ControlBrokerAsync("messaging", alarm.Off);
    }

    /// <summary>Publishers are blocked, with what they publish waiting in their clients; a new broker has no alarm.</summary>
    private static async Task KillUnderAlarmAsync(Stage stage)
    {
        await stage.Platform.ControlBrokerAsync("messaging", MemoryAlarm.On);
        await Task.Delay(stage.Pause);
        await KillAsync(stage, "messaging");
    }

    private static async Task CutDatabaseAsync(Stage stage)
    {
        await using var connection = new Npgsql.NpgsqlConnection($"{stage.Platform.AddressOf("cataloguedb")};Pooling=false");
        await connection.OpenAsync();
        await using var cut = new Npgsql.NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        await cut.ExecuteNonQueryAsync();
    }

    private static Fault KillReplica(string name) => new($"kill-one-of-two-{name}", stage => KillAsync(stage, name)) { Victim = name, Replicas = 2 };

    private static async Task RollAsync(Stage stage)
    {
        foreach (var name in Services.SelectMany(s => (string[])[s, $"{s}-2"]))
        {
            await stage.Platform.StopAsync(name);
            await stage.Platform.StartAgainAsync(name);
            await stage.HealthyAsync();
        }
    }
}
