using Bpsdm.Messaging.Outbox;
using Bpsdm.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bpsdm.Messaging.Tests;

public sealed class OutboxTests : IAsyncLifetime
{
    private Sandbox _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await Sandbox.CreateAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Nothing_arrives_before_the_commit()
    {
        await _sandbox.StartHostAsync();
        await using var db = _sandbox.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Publish(Guid.CreateVersion7(), Sandbox.Message("early"));
        await db.SaveChangesAsync();

        // A later message of another transaction has come through: the relay has looked since.
        await _sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("other"));
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("other"));
        (await _sandbox.EffectsAsync()).ShouldBe(["other"]);

        // It had the lower id and commits last: a cursor over ids would have skipped it.
        await transaction.CommitAsync();
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("early"));
    }

    [Fact]
    public async Task A_rolled_back_message_never_arrives()
    {
        await using (var db = _sandbox.NewContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.PublishAsync(Guid.CreateVersion7(), [Sandbox.Message("never")], default);
            await transaction.RollbackAsync();
        }
        await _sandbox.StartHostAsync();
        await _sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("after"));
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Count > 0);
        (await _sandbox.EffectsAsync()).ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_relay_that_dies_between_confirm_and_delete_doubles_no_effect()
    {
        await _sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("once"));
        var host = await _sandbox.StartHostAsync(relays: false);

        // The first relay gets the confirm, and its transaction ends without the delete: as when it is killed there.
        await using (var connection = await _sandbox.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var row = (await new OutboxLaneReader(connection, transaction).ReadAsync(await LaneAsync(), new OutboxOptions(), default)).Single();
            await host.Services.GetRequiredService<OutboxPublisher>().PublishAsync(row, TimeSpan.FromSeconds(10), default);
        }
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Count > 0);
        (await _sandbox.OutboxDepthAsync()).ShouldBe(1);

        // Its successor sends it a second time; a message after it shows that the second delivery has been handled.
        await _sandbox.StartHostAsync(consumes: false);
        await _sandbox.OutboxIsEmptyAsync();
        await _sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("last"));
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("last"));
        (await _sandbox.EffectsAsync()).ShouldBe(["once", "last"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_relays_keep_the_order_of_each_aggregate()
    {
        const int Aggregates = 20, Each = 30;
        await using var observer = await TestBroker.StartAsync(new Uri(_sandbox.VirtualHost), typeof(Contracts.Catalogue.AgenciesRegistered));
        await _sandbox.StartHostAsync(consumes: false);
        await _sandbox.StartHostAsync(consumes: false);

        var ids = Enumerable.Range(0, Aggregates).Select(_ => Guid.CreateVersion7()).ToArray();
        for (var n = 0; n < Each; n++)
            await Parallel.ForEachAsync(ids, async (id, _) => await _sandbox.PublishAsync(id, Sandbox.Message($"{Array.IndexOf(ids, id)}/{n:00}")));

        var received = await observer.ReceivedAsync<Contracts.Catalogue.AgenciesRegistered>(
            r => r.Count >= Aggregates * Each, TimeSpan.FromSeconds(60));
        foreach (var aggregate in received.Select(m => m.Agencies[0].Code).GroupBy(code => code.Split('/')[0]))
            aggregate.ToList().ShouldBe([.. aggregate.Order(StringComparer.Ordinal)], customMessage: $"aggregate {aggregate.Key}");
        received.Count.ShouldBe(Aggregates * Each);
    }

    [Fact]
    public async Task A_poison_message_is_parked_and_holds_back_only_its_aggregate()
    {
        Guid sick = Guid.CreateVersion7(), healthy = SameLaneAs(sick);
        await _sandbox.PublishAsync(sick, Sandbox.Message("before"));
        await ExecuteAsync(
            """
            INSERT INTO messaging.outbox_messages (lane, aggregate_id, message_id, type, body, occurred_at, attempts)
            VALUES ($1, $2, $3, 'urn:bpsdm:unknown:v1', '\x7b7d', now(), 0)
            """, OutboxLanes.Of(sick), sick, Guid.CreateVersion7());
        await _sandbox.PublishAsync(sick, Sandbox.Message("behind"));
        await _sandbox.PublishAsync(healthy, Sandbox.Message("healthy"));

        await _sandbox.StartHostAsync();
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("healthy") && effects.Contains("before"));
        var parked = await Eventually.SeeAsync(
            async () =>
            {
                await using var db = _sandbox.NewContext();
                return await db.Outbox.SingleOrDefaultAsync(o => o.ParkedAt != null);
            },
            found => found is not null);
        parked!.Error.ShouldNotBeNull().ShouldContain("urn:bpsdm:unknown:v1");
        parked.Attempts.ShouldBe((short)3);
        (await _sandbox.EffectsAsync()).ShouldNotContain("behind");

        // Somebody removes it: the aggregate goes on.
        await ExecuteAsync("DELETE FROM messaging.outbox_messages WHERE id = $1", parked.Id);
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("behind"));
    }

    [Fact]
    public async Task A_bulk_message_larger_than_the_batch_of_a_turn_goes_through()
    {
        var aggregate = Guid.CreateVersion7();
        var codes = Enumerable.Range(0, 500).Select(i => $"{i:000}-{new string('x', 2000)}").ToArray();
        await _sandbox.PublishAsync(aggregate, [.. Enumerable.Range(0, 12).Select(_ => Sandbox.Message(codes))]);
        await _sandbox.StartHostAsync();
        await _sandbox.OutboxIsEmptyAsync(TimeSpan.FromSeconds(60));
        await Eventually.SeeAsync(async () => (await _sandbox.EffectsAsync()).Count, count => count == 12 * 500, TimeSpan.FromSeconds(60));
    }

    private static Guid SameLaneAs(Guid other)
    {
        while (true)
        {
            var id = Guid.CreateVersion7();
            if (OutboxLanes.Of(id) == OutboxLanes.Of(other)) return id;
        }
    }

    private async Task<short> LaneAsync()
    {
        await using var db = _sandbox.NewContext();
        return (await db.Outbox.SingleAsync()).Lane;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _sandbox.DataSource.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task After_a_restore_what_was_with_the_broker_is_published_again_in_its_order_and_has_its_effect_once()
    {
        var (aggregate, handled) = (Guid.CreateVersion7(), Sandbox.Message("handled"));
        var relay = await _sandbox.StartHostAsync();
        await _sandbox.PublishAsync(aggregate, handled);
        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Count == 1);
        await _sandbox.OutboxIsEmptyAsync();
        await relay.StopAsync();

        // The rest is sent while the queue is not there: as if the broker that had it was lost.
        await _sandbox.DeleteQueueAsync();
        var blind = await _sandbox.StartHostAsync(consumes: false);
        await _sandbox.PublishAsync(aggregate, [.. Enumerable.Range(0, 50).Select(n => Sandbox.Message($"lost {n:00}"))]);
        await _sandbox.OutboxIsEmptyAsync();
        await blind.StopAsync();
        await _sandbox.PublishAsync(aggregate, Sandbox.Message("unsent"));

        for (var twice = 0; twice < 2; twice++) await _sandbox.MigrateAsync(restoredAt: "2026-11-27T03:00:00Z");
        await _sandbox.StartHostAsync();

        // Up to four are handled side by side, so that the last may be in before some that were sent earlier.
        await Eventually.SeeAsync(_sandbox.EffectsAsync, seen => seen.Count >= 52, TimeSpan.FromSeconds(30));
        await _sandbox.OutboxIsEmptyAsync();
        await _sandbox.PublishAsync(aggregate, Sandbox.Message("after"));
        var effects = await Eventually.SeeAsync(_sandbox.EffectsAsync, seen => seen.Contains("after"));
        effects.ShouldBe(["handled", .. Enumerable.Range(0, 50).Select(n => $"lost {n:00}"), "unsent", "after"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_a_restore_nothing_is_published_twice()
    {
        await _sandbox.StartHostAsync();
        await _sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("once"));
        await _sandbox.OutboxIsEmptyAsync();

        await _sandbox.MigrateAsync();

        (await _sandbox.OutboxDepthAsync()).ShouldBe(0);
        (await _sandbox.SentAsync()).ShouldBe(1);
    }
}
