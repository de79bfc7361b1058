using System.Diagnostics;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Certification.Hr;

/// <summary>
/// Walks the feed and tells each completion to the HR exchange, at least once. Positions become visible in their order, so
/// one stored position says how far it has come; it is stored after the confirms. One process relays at a time: the one
/// that holds the advisory lock, whose connection also stores the position, so that a lost lock cannot move it.
/// </summary>
internal sealed partial class HrRelay(
    IServiceScopeFactory scopes, HrSignal signal, [FromKeyedServices(HrRelay.PulseName)] Pulse pulse, CertificationMetrics metrics, IConfiguration configuration,
    IOptions<CertificationOptions> options, IOptions<PlatformOptions> platform, TimeProvider time, ILogger<HrRelay> logger) : BackgroundService
{
    /// <summary>Of its part of the service's health.</summary>
    public const string PulseName = "hr-relay";

    private const string Name = "exchange";

    /// <summary>Key of the advisory lock ("hrrelay").</summary>
    private const long LockKey = 0x68_72_72_65_6C_61_79;

    /// <summary>Entries published before their confirms are awaited and the position is stored.</summary>
    private const int BatchEntries = 1000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConfirmDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayAsync(() => pause = TimeSpan.FromMilliseconds(250), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Broker away, database away, lock lost: the next turn goes on from the stored position.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogInterrupted(pause.TotalSeconds, e.Message);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks));
            }
        }
    }

    private async Task RelayAsync(Action progressed, CancellationToken cancellationToken)
    {
        await using var exchange = await HrExchange.OpenAsync(
            new Uri(configuration.GetConnectionString("messaging")!), cancellationToken);
        await using var connection = await ConnectAsync(cancellationToken);
        while (!await TryLockAsync(connection, cancellationToken))
        {
            // Another process relays.
            pulse.Beat();
            await Task.Delay(Poll, time, cancellationToken);
        }

        while (true)
        {
            // Asked each time of the connection that holds the lock: where that was lost meanwhile, nothing more is told.
            var position = await ReadPositionAsync(connection, cancellationToken);
            progressed();
            var (items, last) = await ReadAsync(position, cancellationToken);
            if (items.Count > 0)
            {
                using var activity = CertificationMetrics.Traces.StartFor("tell hr exchange", ActivityKind.Producer, items.Select(i => i.TraceParent));
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                deadline.CancelAfter(ConfirmDeadline);
                await exchange.PublishAsync(items, options.Value.EventSource, deadline.Token);
                // Not cancelled with the process: what was confirmed need not be told again.
                await StorePositionAsync(connection, last, CancellationToken.None);
                metrics.SentToHr(items.Count);
            }
            pulse.Beat();
            if (items.Count < BatchEntries) await signal.WaitAsync(Poll, cancellationToken);
        }
    }

    /// <summary>Not pooled: closing it gives the lock back at once, where a pool would keep it until the connection's next use.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("certificationdb"))
        {
            ApplicationName = "certification hr relay",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<long> ReadPositionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT position FROM hr_relays WHERE name = $1", connection) { Parameters = { new() { Value = Name } } };
        return (long?)await command.ExecuteScalarAsync(cancellationToken) ?? 0;
    }

    private static async Task StorePositionAsync(NpgsqlConnection connection, long position, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO hr_relays (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = excluded.position", connection)
        {
            Parameters = { new() { Value = Name }, new() { Value = position } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<(List<HrItem> Items, long Last)> ReadAsync(long after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<CertificationDb>().FeedAfter(after, BatchEntries).ToListAsync(cancellationToken);
        return ([.. entries.Select(e => HrItem.Of(e, options.Value, platform.Value))], entries.Count == 0 ? after : entries[^1].Position);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The HR exchange is not told for {Seconds} s; entries wait in the feed: {Error}")]
    private partial void LogInterrupted(double seconds, string error);
}
