using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Moves an offering to other dates. Seats stay; a clash that comes of it is reported, not enforced.</summary>
public sealed class OfferingPostponedConsumer(EnrolmentDb db, OutboxSignal signal, TimeProvider time) : IConsumer<OfferingPostponed>
{
    public Task Consume(ConsumeContext<OfferingPostponed> context) =>
        db.HandleOnceAsync(context, signal, "offering-postponed", async connection =>
        {
            var (postponed, cancellationToken) = (context.Message, context.CancellationToken);
            await OfferingFacts.InTurnAsync(connection, postponed.OfferingId, cancellationToken);
            await OfferingFacts.KeepAsync(connection, postponed.OfferingId, OfferingNotice.Postponed, postponed.PostponedAt, postponed, cancellationToken);
            await OfferingFacts.ApplyAsync(connection, postponed.OfferingId, time.GetUtcNow(), cancellationToken);
        });
}

/// <summary>Ends an offering and every enrolment in it.</summary>
public sealed class OfferingCancelledConsumer(EnrolmentDb db, OutboxSignal signal, TimeProvider time) : IConsumer<OfferingCancelled>
{
    public Task Consume(ConsumeContext<OfferingCancelled> context) =>
        db.HandleOnceAsync(context, signal, "offering-cancelled", async connection =>
        {
            var (cancelled, cancellationToken) = (context.Message, context.CancellationToken);
            await OfferingFacts.InTurnAsync(connection, cancelled.OfferingId, cancellationToken);
            await OfferingFacts.KeepAsync(connection, cancelled.OfferingId, OfferingNotice.Cancelled, cancelled.CancelledAt, cancelled, cancellationToken);
            await OfferingFacts.ApplyAsync(connection, cancelled.OfferingId, time.GetUtcNow(), cancellationToken);
        });
}
