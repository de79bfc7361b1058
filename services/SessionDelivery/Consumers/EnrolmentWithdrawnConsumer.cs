using Bpsdm.Contracts.Enrolment;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using MassTransit;
using Npgsql;

namespace Bpsdm.SessionDelivery.Consumers;

public sealed class EnrolmentWithdrawnConsumer(DeliveryDb db, OutboxSignal signal) : IConsumer<EnrolmentWithdrawn>
{
    public Task Consume(ConsumeContext<EnrolmentWithdrawn> context) =>
        db.HandleOnceAsync(context, signal, "delivery-withdrawals", async connection =>
        {
            await OfferingLocks.TakeAsync(connection, context.Message.OfferingId, context.CancellationToken);
            await WithdrawAsync(connection, context.Message, context.CancellationToken);
        });

    /// <summary>A withdrawal is kept even where its seat is not known yet: a participant's id is never seated again.</summary>
    private static async Task WithdrawAsync(NpgsqlConnection connection, EnrolmentWithdrawn withdrawn, CancellationToken cancellationToken)
    {
        var participants = withdrawn.Participants;
        var ids = participants.Select(p => p.ParticipantId).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    INSERT INTO withdrawals (participant_id, offering_id, fact_id, reason, withdrawn_at)
                    SELECT id, $1, fact_id, reason, withdrawn_at FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS w(id, fact_id, reason, withdrawn_at)
                    ON CONFLICT DO NOTHING
                    """)
                {
                    Parameters =
                    {
                        new() { Value = withdrawn.OfferingId },
                        new() { Value = ids },
                        new() { Value = participants.Select(p => p.FactId).ToArray() },
                        new() { Value = participants.Select(p => p.Reason).ToArray() },
                        new() { Value = participants.Select(p => p.WithdrawnAt.UtcDateTime).ToArray() },
                    },
                },
                new(
                    """
                    UPDATE seats s SET withdrawn_at = w.withdrawn_at, withdrawal_reason = w.reason
                    FROM withdrawals w WHERE w.participant_id = s.participant_id AND s.participant_id = ANY($1)
                    """) { Parameters = { new() { Value = ids } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
