using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bpsdm.Messaging.Tests;

public sealed class InboxTests : IAsyncLifetime
{
    private Sandbox _sandbox = null!;
    private TestBroker _broker = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await Sandbox.CreateAsync();
        _broker = await TestBroker.StartAsync(new Uri(_sandbox.VirtualHost));
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task One_id_delivered_three_times_has_one_effect()
    {
        await _sandbox.StartHostAsync();
        await _sandbox.StartHostAsync();
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _broker.PublishAsync(Sandbox.Message("thrice"), id)));
        await _broker.PublishAsync(Sandbox.Message("last"));

        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("last") && effects.Contains("thrice"));
        await Eventually.SeeAsync(ReadyMessagesAsync, ready => ready == 0);
        (await _sandbox.EffectsAsync()).ShouldBe(["thrice", "last"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_ends_in_the_error_queue_and_leaves_no_trace()
    {
        await _sandbox.StartHostAsync();
        await _broker.PublishAsync(new AgenciesRegistered
        {
            Agencies = [new RegisteredAgency("half", "half"), new RegisteredAgency(EffectConsumer.Poison, "poison")],
        });
        await _broker.PublishAsync(Sandbox.Message("next"));

        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("next"));
        await Eventually.SeeAsync(() => QueueAsync("sandbox-effect_error"), count => count == 1, TimeSpan.FromSeconds(60));
        (await _sandbox.EffectsAsync()).ShouldBe(["next"]);
        await using var db = _sandbox.NewContext();
        (await db.Inbox.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_goes_away_sends_no_message_to_the_error_queue()
    {
        await _sandbox.StartHostAsync();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(_sandbox.ConnectionString).Database;
        await using var admin = Npgsql.NpgsqlDataSource.Create(_sandbox.Servers.PostgresConnectionString);
        await ExecuteAsync(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await ExecuteAsync(admin, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");

        await _broker.PublishAsync(Sandbox.Message("patient"));
        // The consumer holds it: neither ready nor given up.
        await Eventually.SeeAsync(ReadyMessagesAsync, ready => ready == 0);
        await ExecuteAsync(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS true");

        await Eventually.SeeAsync(_sandbox.EffectsAsync, effects => effects.Contains("patient"), TimeSpan.FromSeconds(30));
        (await QueueAsync("sandbox-effect_error")).ShouldBe(0);
    }

    [Fact]
    public async Task Old_rows_are_cleaned_and_young_ones_kept()
    {
        await using (var db = _sandbox.NewContext())
        {
            db.Inbox.AddRange(
                new InboxMessage { MessageId = Guid.CreateVersion7(), Consumer = "old", HandledAt = DateTimeOffset.UtcNow.AddDays(-15) },
                new InboxMessage { MessageId = Guid.CreateVersion7(), Consumer = "young", HandledAt = DateTimeOffset.UtcNow.AddDays(-13) });
            db.Set<SentMessage>().AddRange(Sent(id: 1, days: 8), Sent(id: 2, days: 6));
            await db.SaveChangesAsync();
        }
        using var cleaner = new MessageCleaner(_sandbox.DataSource, Options.Create(new OutboxOptions()), TimeProvider.System, NullLogger<MessageCleaner>.Instance);
        await cleaner.CleanAsync(default);

        await using var after = _sandbox.NewContext();
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
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(_sandbox.VirtualHost) };
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
