using System.Diagnostics;
using MassTransit;

namespace Bpsdm.Messaging.Outbox;

/// <summary>Hands one message of the outbox to the broker and waits for its confirm.</summary>
internal sealed class OutboxPublisher(IBus bus)
{
    private static readonly ActivitySource Source = new("Bpsdm.Messaging.Outbox");

    public async Task PublishAsync(OutboxRow row, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var (type, message) = MessageTypes.Deserialize(row.Type, row.Body);
        using var activity = Source.StartActivity("outbox publish", ActivityKind.Producer, row.TraceParent);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(deadline);
        try
        {
            await bus.Publish(message, type, Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = row.MessageId;
                context.Durable = true;
            }), timeout.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm within {deadline.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Whether the message itself is to blame; otherwise the broker is away or slow, and the message is innocent.</summary>
    public static bool IsPoison(Exception error) => error is UnreadableMessageException or MessageException;
}
