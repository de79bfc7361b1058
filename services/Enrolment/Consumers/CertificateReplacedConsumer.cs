using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features.Jp;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Moves the learning hours of replaced certificates to their replacements; the completions that both prove stay.</summary>
public sealed class CertificateReplacedConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<CertificateReplaced>
{
    public Task Consume(ConsumeContext<CertificateReplaced> context) =>
        db.HandleOnceAsync(context, signal, "jp-replacements", connection => JpLedger.MoveAsync(connection, context.Message, context.CancellationToken));
}
