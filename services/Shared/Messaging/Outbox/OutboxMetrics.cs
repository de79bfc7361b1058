using System.Diagnostics.Metrics;
using Bpsdm.ServiceDefaults;
using Npgsql;

namespace Bpsdm.Messaging.Outbox;

/// <summary>What waits in the outbox, read every five seconds, and what left it. While the database is away the gauges stay as they were.</summary>
internal sealed class OutboxMetrics : RecurringService
{
    /// <summary>The index of the relay counts each lane and finds its first row; parked rows stand in the index of those held back.</summary>
    internal const string Sql =
        """
        SELECT d.depth, coalesce(extract(epoch FROM now() - o.occurred_at), 0)::float8,
               (SELECT count(*) FROM messaging.outbox_messages WHERE attempts > 0 AND parked_at IS NOT NULL)
        FROM generate_series(0, $1 - 1) AS l
        CROSS JOIN LATERAL (SELECT count(*) AS depth FROM messaging.outbox_messages WHERE lane = l::smallint AND parked_at IS NULL) AS d
        LEFT JOIN LATERAL (
          SELECT occurred_at FROM messaging.outbox_messages WHERE lane = l::smallint AND parked_at IS NULL ORDER BY id LIMIT 1) AS o ON true
        ORDER BY l
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly Counter<long> _published;
    private readonly KeyValuePair<string, object?>[] _lanes = [.. Enumerable.Range(0, OutboxLanes.Count).Select(l => new KeyValuePair<string, object?>("lane", l))];
    private long[] _depth = new long[OutboxLanes.Count];
    private double[] _oldest = new double[OutboxLanes.Count];
    private long _parked;

    public OutboxMetrics(NpgsqlDataSource dataSource, IMeterFactory meters, TimeProvider time) : base(TimeSpan.FromSeconds(5), time)
    {
        _dataSource = dataSource;
        var meter = meters.Create("Bpsdm.Messaging");
        meter.CreateObservableGauge("bpsdm.outbox.depth", () => ByLane(_depth), "{message}", "Messages that wait for the broker.");
        meter.CreateObservableGauge("bpsdm.outbox.oldest_age", () => ByLane(_oldest), "s", "Age of the oldest message that waits; 0 where none does.");
        meter.CreateObservableGauge("bpsdm.outbox.parked", () => _parked, "{message}", "Messages given up on until somebody acts.");
        _published = meter.CreateCounter<long>("bpsdm.outbox.published", "{message}", "Messages that the broker confirmed, and attempts that failed.");
        Published(0, 0);
    }

    public void Published(int confirmed, int failed)
    {
        _published.Add(confirmed, new KeyValuePair<string, object?>("outcome", "confirmed"));
        _published.Add(failed, new KeyValuePair<string, object?>("outcome", "failed"));
    }

    private IEnumerable<Measurement<T>> ByLane<T>(T[] values) where T : struct => _lanes.Select((lane, index) => new Measurement<T>(values[index], lane));

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _dataSource.CreateCommand(Sql);
            command.Parameters.Add(new() { Value = OutboxLanes.Count });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (depth, oldest, parked) = (new long[OutboxLanes.Count], new double[OutboxLanes.Count], 0L);
            for (var lane = 0; await reader.ReadAsync(cancellationToken); lane++)
                (depth[lane], oldest[lane], parked) = (reader.GetInt64(0), Math.Max(0, reader.GetDouble(1)), reader.GetInt64(2));
            (_depth, _oldest, _parked) = (depth, oldest, parked);
        }
        catch (NpgsqlException)
        {
        }
    }
}
