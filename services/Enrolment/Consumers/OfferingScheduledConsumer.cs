using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Opens an offering to enrolment, or brings it to its newer schedule.</summary>
public sealed class OfferingScheduledConsumer(EnrolmentDb db, OutboxSignal signal, TimeProvider time) : IConsumer<OfferingScheduled>
{
    public Task Consume(ConsumeContext<OfferingScheduled> context) =>
        db.HandleOnceAsync(context, signal, "offerings", async connection =>
        {
            var scheduled = context.Message;
            await OfferingFacts.InTurnAsync(connection, scheduled.OfferingId, context.CancellationToken);
            if (!await OfferingWriting.UpsertAsync(connection, scheduled, context.CancellationToken)) return;
            await OfferingWriting.ReplaceQuotasAsync(connection, scheduled.OfferingId, scheduled.Quotas, context.CancellationToken);
            await OfferingWriting.ReplaceSessionsAsync(connection, scheduled.OfferingId, scheduled.Sessions, context.CancellationToken);
            await OfferingFacts.ApplyAsync(connection, scheduled.OfferingId, time.GetUtcNow(), context.CancellationToken);
        });
}
