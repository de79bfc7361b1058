using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Data;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Keeps who completed which offering: what prerequisites and repeated participation are judged by.</summary>
public sealed class CompletionsConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<CertificateIssued>
{
    public Task Consume(ConsumeContext<CertificateIssued> context) =>
        db.HandleOnceAsync(context, signal, "completions", async connection =>
        {
            // The same completion may come in another message; its id is the guard.
            var certificates = context.Message.Certificates.DistinctBy(c => c.CompletionId).ToArray();
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO completions (id, nip, offering_id, completed_at)
                SELECT id, nip, $1, completed_at FROM unnest($2, $3, $4) AS c(id, nip, completed_at) ORDER BY id
                ON CONFLICT (id) DO NOTHING
                """, connection)
            {
                Parameters =
                {
                    new() { Value = context.Message.OfferingId },
                    new() { Value = certificates.Select(c => c.CompletionId).ToArray() },
                    new() { Value = certificates.Select(c => c.Nip).ToArray() },
                    new() { Value = certificates.Select(c => c.CompletedAt.ToUniversalTime()).ToArray() },
                },
            };
            await command.ExecuteNonQueryAsync(context.CancellationToken);
        });
}
