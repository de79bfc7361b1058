using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Hr;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using MassTransit;

namespace Bpsdm.Certification.Consumers;

/// <summary>
/// Who completed after all gets a certificate. Whose completion was taken back keeps the certificate until a person has
/// decided: that it is to be revoked is only asked for. Of several corrections, in whatever order they come, the last one
/// of their line acts.
/// </summary>
public sealed class CorrectCompletions(
    CertificationDb db, OutboxSignal outbox, HrSignal hr, CertificationMetrics metrics, TimeProvider time)
    : IConsumer<CompletionCorrected>
{
    public async Task Consume(ConsumeContext<CompletionCorrected> context)
    {
        var (message, cancellationToken) = (context.Message, context.CancellationToken);
        DateTimeOffset[] issued = [];
        await db.HandleOnceAsync(context, outbox, "correct-completions", async connection =>
        {
            await Corrections.LockAsync(connection, cancellationToken);
            await Corrections.RecordAsync(connection, message, cancellationToken);
            var holding = await Corrections.HoldingAsync(connection, message, cancellationToken);
            var now = time.Now();

            Completion[] completions =
            [
                .. holding.Where(c => c.Completed).Select(c => new Completion(
                    message.Offering, new(c.FactId, c.ParticipantId, c.Person, c.Score ?? 0, c.CorrectedAt))),
            ];
            if (completions.Length > 0)
            {
                await Corrections.OvertakeAsync(connection, [.. completions.Select(c => c.Participant.ParticipantId)], now, cancellationToken);
                var certificates = await CertificateIssuing.IssueAsync(connection, completions, now, cancellationToken);
                await CertificateEvents.PublishIssuedAsync(connection, completions, certificates, now, cancellationToken);
                issued = completions.DecisionsOf(certificates);
            }
            await Corrections.RequestAsync(connection, message.Offering.OfferingId, [.. holding.Where(c => !c.Completed)], cancellationToken);
        });
        if (issued.Length == 0) return;
        metrics.Issued(issued, time.Now());
        hr.Set();
    }
}
