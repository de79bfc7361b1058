using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bpsdm.ServiceDefaults;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Bpsdm.Messaging;

/// <summary>
/// How many messages lie in the error queue of each of the service's consumers. MassTransit makes such a queue for the first message that
/// fails; here it is declared in the same way, because the broker complains in its log of every question for a queue that is not there.
/// </summary>
internal sealed partial class ErrorQueueMetrics : RecurringService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Dictionary<string, object?> Arguments = new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };
    private readonly ConcurrentDictionary<string, long> _queued = new(StringComparer.Ordinal);
    private readonly Uri _broker;
    private readonly IBusControl _bus;
    private readonly ILogger<ErrorQueueMetrics> _logger;
    private IConnection? _connection;

    public ErrorQueueMetrics(Uri broker, IBusControl bus, IMeterFactory meters, TimeProvider time, ILogger<ErrorQueueMetrics> logger)
        : base(TimeSpan.FromSeconds(15), time)
    {
        (_broker, _bus, _logger) = (broker, bus, logger);
        meters.Create("Bpsdm.Messaging").CreateObservableGauge(
            "bpsdm.errors.queued", () => _queued.Select(q => new Measurement<long>(q.Value, new KeyValuePair<string, object?>("queue", q.Key))),
            "{message}", "Messages in an error queue: they could not be handled.");
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            _connection ??= await new ConnectionFactory { Uri = _broker, AutomaticRecoveryEnabled = false, ClientProvidedName = "error queues" }
                .CreateConnectionAsync(patience.Token);
            await using var channel = await _connection.CreateChannelAsync(cancellationToken: patience.Token);
            foreach (var queue in Queues())
            {
                var seen = await channel.QueueDeclareAsync(
                    queue, durable: true, exclusive: false, autoDelete: false, Arguments, cancellationToken: patience.Token);
                _queued[queue] = seen.MessageCount;
            }
        }
#pragma warning disable CA1031 // The broker is away: what was seen last stays, and the next turn connects anew.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(e.Message);
            await DisposeAsync();
        }
    }

    /// <summary>The queue of the bus itself is temporary and has no consumer of ours.</summary>
    private IEnumerable<string> Queues() => _bus.CheckHealth().Endpoints.Values
        .Select(endpoint => endpoint.InputAddress)
        .Where(address => !address.Query.Contains("temporary=true", StringComparison.Ordinal))
        .Select(address => $"{address.Segments[^1]}_error");

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection) await connection.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The error queues were not counted: {Error}")]
    private partial void LogFailed(string error);
}
