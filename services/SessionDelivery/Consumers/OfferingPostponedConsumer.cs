using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features;
using MassTransit;

namespace Bpsdm.SessionDelivery.Consumers;

public sealed class OfferingPostponedConsumer(DeliveryDb db, OutboxSignal signal, OfferingCache offerings) : IConsumer<OfferingPostponed>
{
    public async Task Consume(ConsumeContext<OfferingPostponed> context)
    {
        var postponed = context.Message;
        await db.HandleOnceAsync(context, signal, "delivery-postponements", connection => db.HearAsync(
            connection, postponed.OfferingId,
            news => news.Postpone(new(
                postponed.FactId, postponed.PostponedAt.ToUniversalTime(), postponed.StartDate, postponed.EndDate, OfferingScheduledConsumer.SessionsOf(postponed.Sessions))),
            context.CancellationToken));
        offerings.Forget(postponed.OfferingId);
    }
}
