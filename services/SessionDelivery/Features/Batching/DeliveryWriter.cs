using System.Threading.Channels;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Batching;

/// <summary>
/// Writes the requests of many participants in one transaction. While one batch commits the next one gathers, so batches
/// are as large as the load is and a lone request waits for nobody: a timer would only add latency.
/// </summary>
public sealed partial class DeliveryWriter : BackgroundService
{
    private readonly Channel<DeliveryCommand> _queue;
    private readonly BatchTransaction _transaction;
    private readonly int _maxBatch;
    private readonly ILogger<DeliveryWriter> _logger;

    public DeliveryWriter(BatchTransaction transaction, IOptions<DeliveryOptions> options, DeliveryMetrics metrics, ILogger<DeliveryWriter> logger)
    {
        _transaction = transaction;
        _maxBatch = options.Value.MaxBatch;
        _logger = logger;
        _queue = Channel.CreateBounded<DeliveryCommand>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
        metrics.ObserveQueue(() => _queue.Reader.Count);
    }

    /// <summary>The answer is durable. A caller who goes away does not undo the command.</summary>
    /// <returns><see cref="Refusal.Busy"/> when too many wait already.</returns>
    public async Task<Answer<T>> SubmitAsync<T>(DeliveryCommand<T> command, CancellationToken cancellationToken) =>
        _queue.Writer.TryWrite(command) ? await command.Answered.WaitAsync(cancellationToken) : Refusal.Busy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<DeliveryCommand>(_maxBatch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken)) await WriteWhatWaitsAsync(batch);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Who was let in before the end still gets an answer.
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryPeek(out _)) await WriteWhatWaitsAsync(batch);
        }
    }

    private async Task WriteWhatWaitsAsync(List<DeliveryCommand> batch)
    {
        batch.Clear();
        while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var command)) batch.Add(command);
        if (await TryWriteAsync(batch) is not { } error) return;

        // One command may be to blame: alone, it fails alone. An absent database is nobody's fault, and all may come again.
        var alone = batch.Count > 1 && error is not NpgsqlException { IsTransient: true };
        if (alone) LogBatchFailed(batch.Count, error);
        foreach (var command in batch)
        {
            if (!alone) command.Fail(error);
            else if (await TryWriteAsync([command]) is { } own) command.Fail(own);
        }
    }

    private async Task<Exception?> TryWriteAsync(IReadOnlyList<DeliveryCommand> batch)
    {
        try
        {
            await _transaction.ExecuteAsync(batch);
        }
        catch (Exception e)
        {
            return e;
        }
        foreach (var command in batch) command.Complete();
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} commands failed; each is tried alone")]
    private partial void LogBatchFailed(int count, Exception exception);
}
