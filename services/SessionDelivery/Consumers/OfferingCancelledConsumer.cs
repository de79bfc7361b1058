using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features;
using MassTransit;

namespace Bpsdm.SessionDelivery.Consumers;

public sealed class OfferingCancelledConsumer(DeliveryDb db, OutboxSignal signal, OfferingCache offerings) : IConsumer<OfferingCancelled>
{
    public async Task Consume(ConsumeContext<OfferingCancelled> context)
    {
        var cancelled = context.Message;
        await db.HandleOnceAsync(context, signal, "delivery-cancellations", connection => db.HearAsync(
            connection, cancelled.OfferingId,
            news => news.Cancel(new(cancelled.FactId, cancelled.CancelledAt.ToUniversalTime(), cancelled.Reason)),
            context.CancellationToken));
        offerings.Forget(cancelled.OfferingId);
    }
}
