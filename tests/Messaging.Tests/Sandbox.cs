using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Bpsdm.Messaging.Tests;

/// <summary>A consumer's effect: one row a fact, no unique key, so that a doubled effect shows.</summary>
public sealed class Effect
{
    public long Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
}

public sealed class SandboxDbContext(DbContextOptions<SandboxDbContext> options) : DbContext(options)
{
    public DbSet<Effect> Effects => Set<Effect>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddMessagingTables();
}

internal sealed class EffectConsumer(SandboxDbContext db, OutboxSignal signal) : IConsumer<AgenciesRegistered>
{
    public const string Poison = "poison";

    public Task Consume(ConsumeContext<AgenciesRegistered> context) =>
        db.HandleOnceAsync(context, signal, "effects", _ =>
        {
            foreach (var agency in context.Message.Agencies)
            {
                if (agency.Code == Poison) throw new InvalidOperationException("This message can never be handled.");
                db.Effects.Add(new Effect { Code = agency.Code, Name = agency.Name });
            }
            return Task.CompletedTask;
        });
}

/// <summary>A service of the platform with nothing in it but messaging: hosts over one database and one virtual host.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    /// <summary>For what has no deadline of its own: a start without its broker, the end of a connection that is dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<IHost> _hosts = [];
    private readonly string _messaging;
    private readonly TestServers _servers;

    private Sandbox(TestServers servers, string database, string messaging)
    {
        _servers = servers;
        _messaging = messaging;
        ConnectionString = database;
        DataSource = NpgsqlDataSource.Create(database);
    }

    public string ConnectionString { get; }
    public NpgsqlDataSource DataSource { get; }
    public string VirtualHost => _messaging;
    public TestServers Servers => _servers;

    /// <param name="messaging">Another broker than the shared one.</param>
    public static async Task<Sandbox> CreateAsync(string? messaging = null)
    {
        var servers = await TestServers.GetAsync();
        var sandbox = new Sandbox(servers, await servers.CreateDatabaseAsync(), messaging ?? await servers.CreateVirtualHostAsync());
        await using var db = sandbox.NewContext();
        await db.Database.EnsureCreatedAsync();
        await sandbox.MigrateAsync();
        return sandbox;
    }

    /// <summary>As the <c>migrate</c> step does: a relay that starts before the consumer's queue is bound publishes to nobody.</summary>
    /// <param name="restoredAt">The moment at which the database was put back to an earlier state.</param>
    public async Task MigrateAsync(string restoredAt = "")
    {
        using var host = Build(consumes: true, restoredAt: restoredAt);
        foreach (var step in host.Services.GetServices<IMigrationStep>()) await step.RunAsync(CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>A replica of the service: it relays, and it consumes if asked to.</summary>
    public async Task<IHost> StartHostAsync(bool consumes = true, bool relays = true)
    {
        var host = Build(consumes, relays);
        _hosts.Add(host);
        await host.StartAsync().WaitAsync(Patience);
        return host;
    }

    private IHost Build(bool consumes, bool relays = true, string restoredAt = "")
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["ConnectionStrings:messaging"] = _messaging;
        builder.Configuration["Platform:RestoredAt"] = restoredAt;
        builder.Configuration["Outbox:ConfirmTimeout"] = "00:00:02";
        builder.Configuration["Outbox:RetryDelay"] = "00:00:00.050";
        builder.Configuration["Outbox:MaxAttempts"] = "3";
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(ConnectionString));
        builder.Services.AddDbContext<SandboxDbContext>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()).UseSnakeCaseNamingConvention()
            .AddInterceptors(services.GetServices<IInterceptor>()));
        builder.AddMessaging("sandbox", bus =>
        {
            if (consumes) bus.AddConsumer<EffectConsumer>();
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        if (!relays) builder.Services.Remove(builder.Services.Single(d => d.ImplementationType == typeof(OutboxRelay)));
        return builder.Build();
    }

    public SandboxDbContext NewContext() =>
        new(new DbContextOptionsBuilder<SandboxDbContext>().UseNpgsql(DataSource).UseSnakeCaseNamingConvention().Options);

    public static AgenciesRegistered Message(params string[] codes) =>
        new() { Agencies = [.. codes.Select(code => new RegisteredAgency(code, $"Dinas {code}"))] };

    public async Task PublishAsync(Guid aggregateId, params AgenciesRegistered[] messages)
    {
        await using var db = NewContext();
        foreach (var message in messages) db.Publish(aggregateId, message);
        await db.SaveChangesAsync();
    }

    public async Task<List<string>> EffectsAsync()
    {
        await using var db = NewContext();
        return await db.Effects.OrderBy(e => e.Id).Select(e => e.Code).ToListAsync();
    }

    public async Task<int> OutboxDepthAsync()
    {
        await using var db = NewContext();
        return await db.Outbox.CountAsync();
    }

    public async Task<int> SentAsync()
    {
        await using var db = NewContext();
        return await db.Set<SentMessage>().CountAsync();
    }

    /// <summary>Takes the consumer's queue away, with what is in it.</summary>
    public async Task DeleteQueueAsync()
    {
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(_messaging) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync("sandbox-effect", ifUnused: false, ifEmpty: false);
    }

    public Task OutboxIsEmptyAsync(TimeSpan? within = null) => Eventually.SeeAsync(OutboxDepthAsync, depth => depth == 0, within);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(TimeSpan.FromSeconds(10)).WaitAsync(Patience);
            await ((IAsyncDisposable)host).DisposeAsync().AsTask().WaitAsync(Patience);
        }
        await DataSource.DisposeAsync();
        await _servers.DropDatabaseAsync(ConnectionString);
    }
}
