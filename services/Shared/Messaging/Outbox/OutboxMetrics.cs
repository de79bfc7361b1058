using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Bpsdm.Messaging.Outbox;

/// <summary>Gauges of the outbox, read every few seconds: depth, age of the oldest message, parked messages.</summary>
internal sealed class OutboxMetrics : BackgroundService
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private (long Depth, double OldestSeconds, long Parked) _seen;

    public OutboxMetrics(NpgsqlDataSource dataSource, IMeterFactory meters, TimeProvider time)
    {
        _dataSource = dataSource;
        _time = time;
        var meter = meters.Create("Bpsdm.Messaging");
        meter.CreateObservableGauge("bpsdm.outbox.depth", () => _seen.Depth, "{message}", "Messages that wait for the broker.");
        meter.CreateObservableGauge("bpsdm.outbox.oldest_age", () => _seen.OldestSeconds, "s", "Age of the oldest message that waits.");
        meter.CreateObservableGauge("bpsdm.outbox.parked", () => _seen.Parked, "{message}", "Messages given up on until somebody acts.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await ReadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _dataSource.CreateCommand(
                """
                SELECT count(*) FILTER (WHERE parked_at IS NULL),
                       coalesce(extract(epoch FROM now() - min(occurred_at) FILTER (WHERE parked_at IS NULL)), 0)::float8,
                       count(*) FILTER (WHERE parked_at IS NOT NULL)
                FROM messaging.outbox_messages
                """);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            _seen = (reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2));
        }
        catch (NpgsqlException)
        {
            // The database is away; its own health check says so.
        }
    }
}
