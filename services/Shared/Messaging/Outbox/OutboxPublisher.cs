using System.Diagnostics;
using MassTransit;

namespace Bpsdm.Messaging.Outbox;

/// <summary>Hands one message of the outbox to the broker and waits for its confirm.</summary>
internal sealed class OutboxPublisher(IBus bus) : IDisposable
{
    private static readonly ActivitySource Source = new("Bpsdm.Messaging.Outbox");

    /// <summary>
    /// Fewer than the 128 commands that RabbitMQ's client queues for its socket: where that queue is full when the broker dies, a
    /// publish of 7.2.2 waits for room with the lock that the connection's end needs, too (rabbitmq-dotnet-client 1930).
    /// </summary>
    private readonly SemaphoreSlim _inFlight = new(64);

    public async Task PublishAsync(OutboxRow row, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var (type, message) = MessageTypes.Deserialize(row.Type, row.Body);
        using var activity = Source.StartActivity("outbox publish", ActivityKind.Producer, row.TraceParent);
        activity?.SetTag("bpsdm.message.type", row.Type);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(deadline);
        try
        {
            await _inFlight.WaitAsync(timeout.Token);
            try
            {
                await bus.Publish(message, type, Pipe.Execute<PublishContext>(context =>
                {
                    context.MessageId = row.MessageId;
                    context.Durable = true;
                }), timeout.Token).WaitAsync(timeout.Token);
            }
            finally
            {
                _inFlight.Release();
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm within {deadline.TotalSeconds:0} s.", e);
        }
    }

    public void Dispose() => _inFlight.Dispose();

    /// <summary>Whether the message itself is to blame; otherwise the broker is away or slow, and the message is innocent.</summary>
    public static bool IsPoison(Exception error) => error is UnreadableMessageException or MessageException;
}
