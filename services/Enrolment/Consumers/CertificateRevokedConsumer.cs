using Bpsdm.Contracts.Certification;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features.Jp;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Takes the learning hours of revoked certificates back; what they proved counts for no prerequisite any more.</summary>
public sealed class CertificateRevokedConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<CertificateRevoked>
{
    public Task Consume(ConsumeContext<CertificateRevoked> context) =>
        db.HandleOnceAsync(context, signal, "jp-revocations", async connection =>
        {
            await JpLedger.DebitAsync(connection, context.Message, context.CancellationToken);
            await ForgetCompletionsAsync(connection, context.Message, context.CancellationToken);
        });

    /// <summary>The row stays, or comes now, so that a certificate which is heard of later finds it.</summary>
    private static async Task ForgetCompletionsAsync(NpgsqlConnection connection, CertificateRevoked revoked, CancellationToken cancellationToken)
    {
        var distinct = revoked.Certificates.DistinctBy(r => r.Certificate.CompletionId).ToArray();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO completions (id, nip, offering_id, completed_at, revoked_at)
            SELECT id, nip, $1, completed_at, revoked_at FROM unnest($2, $3, $4, $5) AS c(id, nip, completed_at, revoked_at) ORDER BY id
            ON CONFLICT (id) DO UPDATE SET revoked_at = excluded.revoked_at
            """, connection)
        {
            Parameters =
            {
                new() { Value = revoked.OfferingId },
                new() { Value = distinct.Select(r => r.Certificate.CompletionId).ToArray() },
                new() { Value = distinct.Select(r => r.Certificate.Nip).ToArray() },
                new() { Value = distinct.Select(r => r.Certificate.CompletedAt.ToUniversalTime()).ToArray() },
                new() { Value = distinct.Select(r => r.RevokedAt.ToUniversalTime()).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
