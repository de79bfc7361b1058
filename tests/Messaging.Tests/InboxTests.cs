using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bpsdm.Messaging.Tests;

public sealed class InboxTests : SandboxTests
{
    [Fact]
    public async Task One_id_delivered_three_times_has_one_effect()
    {
        await Sandbox.StartHostAsync();
        await Sandbox.StartHostAsync();
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Broker.PublishAsync(Sandbox.Message("thrice"), id)));
        await Broker.PublishAsync(Sandbox.Message("last"));

        await Eventually.SeeAsync(Sandbox.EffectsAsync, effects => effects.Contains("last") && effects.Contains("thrice"));
        await Eventually.SeeAsync(ReadyMessagesAsync, ready => ready == 0);
        (await Sandbox.EffectsAsync()).ShouldBe(["thrice", "last"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_ends_in_the_error_queue_and_leaves_no_trace()
    {
        await Sandbox.StartHostAsync();
        await Broker.PublishAsync(new AgenciesRegistered
        {
            Agencies = [new RegisteredAgency("half", "half"), new RegisteredAgency(EffectConsumer.Poison, "poison")],
        });
        await Broker.PublishAsync(Sandbox.Message("next"));

        await Eventually.SeeAsync(Sandbox.EffectsAsync, effects => effects.Contains("next"));
        await Eventually.SeeAsync(() => QueueAsync("sandbox-effect_error"), count => count == 1, TimeSpan.FromSeconds(60));
        (await Sandbox.EffectsAsync()).ShouldBe(["next"]);
        await using var db = Sandbox.NewContext();
        (await db.Inbox.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_goes_away_sends_no_message_to_the_error_queue()
    {
        await Sandbox.StartHostAsync();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(Sandbox.ConnectionString).Database;
        await using var admin = Npgsql.NpgsqlDataSource.Create(Sandbox.Servers.PostgresConnectionString);
        await ExecuteAsync(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await ExecuteAsync(admin, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");

        await Broker.PublishAsync(Sandbox.Message("patient"));
        // The consumer holds it: neither ready nor given up.
        await Eventually.SeeAsync(ReadyMessagesAsync, ready => ready == 0);
        await ExecuteAsync(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS true");

        await Eventually.SeeAsync(Sandbox.EffectsAsync, effects => effects.Contains("patient"), TimeSpan.FromSeconds(30));
        (await QueueAsync("sandbox-effect_error")).ShouldBe(0);
    }

    [Fact]
    public async Task Old_rows_are_cleaned_and_young_ones_kept()
    {
        await using (var db = Sandbox.NewContext())
        {
            db.Inbox.AddRange(
                new InboxMessage { MessageId = Guid.CreateVersion7(), Consumer = "old", HandledAt = DateTimeOffset.UtcNow.AddDays(-15) },
                new InboxMessage { MessageId = Guid.CreateVersion7(), Consumer = "young", HandledAt = DateTimeOffset.UtcNow.AddDays(-13) });
            db.Set<SentMessage>().AddRange(Sent(id: 1, days: 8), Sent(id: 2, days: 6));
            await db.SaveChangesAsync();
        }
        using var cleaner = new MessageCleaner(Sandbox.DataSource, Options.Create(new OutboxOptions()), TimeProvider.System, NullLogger<MessageCleaner>.Instance);
        await cleaner.CleanAsync(default);

        await using var after = Sandbox.NewContext();
        (await after.Inbox.Select(i => i.Consumer).ToListAsync()).ShouldBe(["young"]);
        (await after.Set<SentMessage>().Select(s => s.Id).ToListAsync()).ShouldBe([2]);
    }

    private static SentMessage Sent(long id, int days) => new()
    {
        Id = id, Lane = 0, AggregateId = Guid.CreateVersion7(), MessageId = Guid.CreateVersion7(), Type = "urn:bpsdm:test", Body = [],
        OccurredAt = DateTimeOffset.UtcNow.AddDays(-days), SentAt = DateTimeOffset.UtcNow.AddDays(-days),
    };

    private static async Task ExecuteAsync(Npgsql.NpgsqlDataSource admin, string sql)
    {
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<long> ReadyMessagesAsync() => QueueAsync("sandbox-effect");

    /// <summary>Messages that the broker holds ready in a queue of the sandbox, as it answers itself (its statistics lag by seconds).</summary>
    private async Task<long> QueueAsync(string queue)
    {
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(Sandbox.VirtualHost) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }
}
