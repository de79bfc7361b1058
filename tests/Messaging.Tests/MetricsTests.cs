using Bpsdm.Testing;

namespace Bpsdm.Messaging.Tests;

/// <summary>The figures of the messaging, as a reader of the meters sees them.</summary>
public sealed class MetricsTests : SandboxTests
{
    [Fact]
    public async Task A_message_that_cannot_be_handled_is_counted_in_its_error_queue()
    {
        var host = await Sandbox.StartHostAsync();
        using var gauges = new Gauges(host.Services);
        // Before the first error: the queue that is counted is the very one that MassTransit sends to.
        await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.errors.queued")), seen => seen.Count == 1 && seen["sandbox-effect_error"] == 0, TimeSpan.FromSeconds(40));

        await Broker.PublishAsync(Sandbox.Message(EffectConsumer.Poison));

        await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.errors.queued")), seen => seen["sandbox-effect_error"] == 1, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task The_outbox_tells_how_many_wait_in_each_lane_and_for_how_long()
    {
        var host = await Sandbox.StartHostAsync(consumes: false, relays: false);
        using var gauges = new Gauges(host.Services);
        await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.outbox.depth")), seen => seen.Count == 16 && seen.Values.Sum() == 0);

        var (third, fifth) = (new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3), new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5));
        await Sandbox.PublishAsync(third, Sandbox.Message("a"), Sandbox.Message("b"));
        await Sandbox.PublishAsync(fifth, Sandbox.Message("c"));
        await ExecuteAsync("UPDATE messaging.outbox_messages SET occurred_at = now() - interval '1 hour' WHERE lane = 3");

        var depth = await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.outbox.depth")), seen => seen["3"] == 2 && seen["5"] == 1, TimeSpan.FromSeconds(20));
        depth.Values.Sum().ShouldBe(3);
        var oldest = await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.outbox.oldest_age")), seen => seen["3"] >= 3600, TimeSpan.FromSeconds(20));
        oldest["3"].ShouldBeLessThan(3700);
        oldest["5"].ShouldBeInRange(0, 100);
        oldest["4"].ShouldBe(0);
        gauges.Read("bpsdm.outbox.parked").Values.ShouldBe([0]);

        await ExecuteAsync("UPDATE messaging.outbox_messages SET attempts = 5, parked_at = now() WHERE lane = 5");
        await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.outbox.parked")), seen => seen.Values.Single() == 1, TimeSpan.FromSeconds(20));
        gauges.Read("bpsdm.outbox.depth")["5"].ShouldBe(0);
    }

    /// <summary>With a flood in the outbox the figures are read from the index, not from the bodies.</summary>
    [Fact]
    public async Task A_flood_in_the_outbox_is_counted_quickly()
    {
        await ExecuteAsync(
            """
            INSERT INTO messaging.outbox_messages (lane, aggregate_id, message_id, type, body, occurred_at, attempts)
            SELECT n % 16, gen_random_uuid(), gen_random_uuid(), 'urn:flood', sha256(n::text::bytea), now(), 0 FROM generate_series(1, 100000) AS n
            """);
        await ExecuteAsync("ANALYZE messaging.outbox_messages");
        var host = await Sandbox.StartHostAsync(consumes: false, relays: false);
        using var gauges = new Gauges(host.Services);
        await Eventually.SeeAsync(() => Task.FromResult(gauges.Read("bpsdm.outbox.depth")), seen => seen.Values.Sum() == 100_000, TimeSpan.FromSeconds(20));

        var plan = await PlanAsync(OutboxMetricsSql);
        plan.ShouldNotContain("Seq Scan on outbox_messages");
    }

    private static string OutboxMetricsSql => Outbox.OutboxMetrics.Sql.Replace("$1", "16", StringComparison.Ordinal);

    private async Task<string> PlanAsync(string sql)
    {
        await using var command = Sandbox.DataSource.CreateCommand("EXPLAIN (ANALYZE, BUFFERS) " + sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
