using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bpsdm.Operations.Broker;

/// <param name="Found">Whether the queue, or the message in it, is there.</param>
/// <param name="Sent">Messages that the broker has taken into the consumer's queue again.</param>
/// <param name="Refused">Why the broker took no more.</param>
internal sealed record Redelivered(bool Found, int Sent, string? Refused = null);

/// <summary>
/// The queues that MassTransit moves a message to which a consumer failed on for good. A message is taken out only after the
/// broker has confirmed it in the consumer's queue; a crash in between leaves it in both, and the inbox knows its id.
/// </summary>
internal sealed class ErrorQueues(ConnectionFactory factory, IServiceProvider services)
{
    private const string Suffix = "_error";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), LongPatience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private volatile bool _kept;

    public static bool IsOne(string queue) => queue.EndsWith(Suffix, StringComparison.Ordinal) && queue.Length > Suffix.Length;

    /// <summary>The first messages of the queue; null where there is no such queue.</summary>
    public Task<IReadOnlyList<FailedMessage>?> PeekAsync(string queue, int limit, CancellationToken cancellationToken) =>
        InTurnAsync<IReadOnlyList<FailedMessage>?>(queue, Patience, whenMissing: null, async (channel, patience) =>
        {
            var messages = new List<FailedMessage>();
            while (messages.Count < limit && await channel.BasicGetAsync(queue, autoAck: false, patience) is { } message)
                messages.Add(FailedMessage.Of(message.BasicProperties));
            // The end of the channel gives them all back.
            return messages;
        }, cancellationToken);

    /// <summary>Sends what the queue holds now to the consumer again: what fails anew comes back here, and is not sent a second time.</summary>
    public Task<Redelivered> RedeliverAllAsync(string queue, CancellationToken cancellationToken) => RedeliverAsync(queue, messageId: null, cancellationToken);

    public Task<Redelivered> RedeliverAsync(string queue, Guid messageId, CancellationToken cancellationToken) => RedeliverAsync(queue, (Guid?)messageId, cancellationToken);

    private Task<Redelivered> RedeliverAsync(string queue, Guid? messageId, CancellationToken cancellationToken) =>
        InTurnAsync(queue, LongPatience, whenMissing: new Redelivered(Found: false, 0), async (channel, patience) =>
        {
            var waiting = await channel.MessageCountAsync(queue, patience);
            var sent = 0;
            for (var seen = 0u; seen < waiting && await channel.BasicGetAsync(queue, autoAck: false, patience) is { } message; seen++)
            {
                if (messageId is not null && FailedMessage.IdOf(message.BasicProperties) != messageId) continue;
                try
                {
                    // mandatory: where the consumer's queue is gone the message must not be.
                    await channel.BasicPublishAsync("", queue[..^Suffix.Length], mandatory: true, FailedMessage.AsBefore(message.BasicProperties), message.Body, patience)
                        .AsTask().WaitAsync(Patience, patience);
                }
                catch (PublishException e)
                {
                    return new Redelivered(Found: true, sent, e.IsReturn ? "returned" : "refused");
                }
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, patience);
                sent++;
                if (messageId is not null) break;
            }
            return new Redelivered(Found: messageId is null || sent > 0, sent);
        }, cancellationToken);

    /// <summary>One at a time a queue: while somebody looks at its messages, nobody else finds them.</summary>
    private async Task<T> InTurnAsync<T>(string queue, TimeSpan longest, T whenMissing, Func<IChannel, CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        if (!IsOne(queue)) return whenMissing;
        var turn = _turns.GetOrAdd(queue, _ => new SemaphoreSlim(1, 1));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            await turn.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerAwayException(e);
        }
        try
        {
            await KeepErrorsAsync(patience.Token);
            await using var connection = await factory.CreateConnectionAsync(patience.Token);
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), patience.Token);
            return await act(channel, patience.Token);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return whenMissing;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new BrokerAwayException(e);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task KeepErrorsAsync(CancellationToken cancellationToken)
    {
        if (_kept) return;
        await services.GetRequiredService<BrokerManagement>().KeepErrorsAsync(cancellationToken);
        _kept = true;
    }
}
