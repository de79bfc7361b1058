using Npgsql;

namespace Bpsdm.LocalOrchestrator.Tests;

[Collection("Children of this process")]
public sealed class LocalServersTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("bpsdm-servers-").FullName;
    private LocalServers servers = null!;

    public async Task InitializeAsync() => servers = await LocalServers.StartAsync(folder);

    public async Task DisposeAsync()
    {
        await servers.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_listener_of_ours_is_on_loopback()
    {
        var ours = Pids().SelectMany(Listener.Of).ToList();

        // PostgreSQL, Redis, epmd; AMQP, management, Prometheus and the distribution port of RabbitMQ.
        ours.Select(s => s.Port).Distinct().Count().ShouldBeGreaterThanOrEqualTo(7);
        ours.ShouldAllBe(s => s.IsLoopback);
    }

    [Fact]
    public async Task Servers_that_are_killed_come_back_with_their_data()
    {
        await Query("CREATE TABLE kept AS SELECT 7 AS n");
        var before = Recorded().ToDictionary(p => p.Name, p => p.Pid);

        foreach (var name in (string[])["postgres", "messaging", "cache"]) servers.Kill(name).ShouldBeTrue();

        await Eventually(() => Recorded().Count == 4 && Recorded().All(p => p.Name == "messaging-epmd" || p.Pid != before[p.Name]), "all run again");
        await servers.WaitReadyAsync();
        (await Query("SELECT n FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task After_disposal_no_process_and_no_port_remains()
    {
        var pids = Pids();
        pids.Count.ShouldBe(4);
        var ports = pids.SelectMany(Listener.Of).Select(s => s.Port).ToHashSet();

        await servers.DisposeAsync();

        pids.ShouldAllBe(pid => ProcessTable.StartTime(pid) == null);
        Listener.All().Select(s => s.Port).ShouldNotContain(p => ports.Contains(p));
    }

    private List<int> Pids() => Recorded().Select(p => p.Pid).ToList();

    private List<RecordedProcess> Recorded() =>
        PidFile.Read(Path.Combine(folder, "pids.json")).Where(p => p.Name != PidFile.Orchestrator).ToList();

    private async Task<object?> Query(string sql)
    {
        await using var connection = new NpgsqlConnection(servers.PostgresConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task Eventually(Func<bool> isSo, string what) =>
        (await Probe.UntilAsync(() => Task.FromResult(isSo()), TimeSpan.FromSeconds(30), TimeProvider.System, default)).ShouldBeTrue(what);
}
