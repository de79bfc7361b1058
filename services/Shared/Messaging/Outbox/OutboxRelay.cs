using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Messaging.Outbox;

/// <summary>
/// Moves messages from the outbox to the broker, lane by lane. Any number of processes may run it: a lane has one relay
/// at a time. A message leaves the outbox after its confirm, so one that was sent just before a crash is sent again.
/// </summary>
internal sealed partial class OutboxRelay(
    NpgsqlDataSource dataSource, OutboxPublisher publisher, OutboxSignal signal,
    [FromKeyedServices(OutboxRelay.Name)] Pulse pulse, IOptions<OutboxOptions> options, OutboxMetrics metrics, ILogger<OutboxRelay> logger) : BackgroundService
{
    /// <summary>Of its part of the service's health.</summary>
    public const string Name = "outbox";

    private readonly OutboxOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = _options.MinPoll;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (relayed, refused) = (0, 0);
            try
            {
                var lanes = await OutboxLaneReader.LanesWithWorkAsync(dataSource, stoppingToken);
                await Parallel.ForEachAsync(
                    lanes,
                    new ParallelOptions { MaxDegreeOfParallelism = _options.Workers, CancellationToken = stoppingToken },
                    async (lane, cancellationToken) =>
                    {
                        if (await RelayLaneAsync(lane, cancellationToken) is { } confirmed) Interlocked.Add(ref relayed, confirmed);
                        else Interlocked.Increment(ref refused);
                    });
                if (refused == 0) pulse.Beat();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong (database away, broker away), the next turn finds the rows again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogTurnFailed(e.Message);
            }

            if (relayed > 0)
            {
                pause = _options.MinPoll;
                continue;
            }
            if (await WaitAsync(pause, stoppingToken)) pause = _options.MinPoll;
            else pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _options.MaxPoll.Ticks));
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        try
        {
            return await signal.WaitAsync(pause, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>How many messages were confirmed; null where the broker took one of them not.</returns>
    private async Task<int?> RelayLaneAsync(short lane, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var reader = new OutboxLaneReader(connection, transaction);
        if (!await reader.TryClaimAsync(lane, cancellationToken)) return 0;

        var rows = await reader.ReadAsync(lane, _options, cancellationToken);
        // Aggregates go side by side; within one, each message waits for the confirm of the one before it.
        var results = await Task.WhenAll(rows.GroupBy(r => r.AggregateId).Select(g => PublishInOrderAsync(g, cancellationToken)));

        // Not cancelled with the process: what the broker confirmed should leave the outbox now, not be sent a second time later.
        await reader.KeepAsSentAsync([.. results.SelectMany(r => r.Confirmed)], CancellationToken.None);
        foreach (var (row, error) in results.Where(r => r.Failure is not null).Select(r => r.Failure!.Value))
            await HoldBackAsync(reader, row, error);
        await transaction.CommitAsync(CancellationToken.None);
        metrics.Published(results.Sum(r => r.Confirmed.Count), results.Count(r => r.Failure is not null));

        var outage = results.Select(r => r.Failure?.Error).FirstOrDefault(e => e is not null && !OutboxPublisher.IsPoison(e));
        if (outage is not null) LogBrokerAway(lane, outage.Message);
        return outage is null ? results.Sum(r => r.Confirmed.Count) : null;
    }

    private async Task<(List<long> Confirmed, (OutboxRow Row, Exception Error)? Failure)> PublishInOrderAsync(
        IEnumerable<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var confirmed = new List<long>();
        foreach (var row in rows)
        {
            try
            {
                await publisher.PublishAsync(row, _options.ConfirmTimeout, cancellationToken);
                confirmed.Add(row.Id);
            }
#pragma warning disable CA1031 // The error is kept with the row, or tells that the broker is away.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return (confirmed, (row, e));
            }
        }
        return (confirmed, null);
    }

    private async Task HoldBackAsync(OutboxLaneReader reader, OutboxRow row, Exception error)
    {
        if (!OutboxPublisher.IsPoison(error)) return;
        var park = row.Attempts + 1 >= _options.MaxAttempts;
        var pause = TimeSpan.FromTicks(_options.RetryDelay.Ticks << Math.Min((int)row.Attempts, 10));
        await reader.HoldBackAsync(row, error, park, pause, CancellationToken.None);
        if (park) LogParked(row.MessageId, row.Type, error.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A turn of the outbox failed and will be tried again: {Error}")]
    private partial void LogTurnFailed(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker did not take messages of lane {Lane}; they stay in the outbox: {Error}")]
    private partial void LogBrokerAway(short lane, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} ({Type}) is parked and its aggregate waits: {Error}")]
    private partial void LogParked(Guid messageId, string type, string error);
}
