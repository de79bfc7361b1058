using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features.Jp;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Credits learning hours to the accounts of those who got a certificate.</summary>
public sealed class CertificateIssuedConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<CertificateIssued>
{
    public Task Consume(ConsumeContext<CertificateIssued> context) =>
        db.HandleOnceAsync(context, signal, "jp", connection => JpLedger.CreditAsync(connection, context.Message, context.CancellationToken));
}
