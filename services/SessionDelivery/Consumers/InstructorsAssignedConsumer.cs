using Bpsdm.Contracts.Catalogue;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using MassTransit;
using Npgsql;

namespace Bpsdm.SessionDelivery.Consumers;

/// <summary>Keeps who teaches which session. It may be told before the offering itself, and in any order: the highest revision stands.</summary>
public sealed class InstructorsAssignedConsumer(DeliveryDb db, OutboxSignal signal) : IConsumer<InstructorsAssigned>
{
    public Task Consume(ConsumeContext<InstructorsAssigned> context) =>
        db.HandleOnceAsync(context, signal, "delivery-instructors", async connection =>
        {
            await OfferingLocks.TakeAsync(connection, context.Message.OfferingId, context.CancellationToken);
            await ReplaceAsync(connection, context.Message, context.CancellationToken);
        });

    private static async Task ReplaceAsync(NpgsqlConnection connection, InstructorsAssigned told, CancellationToken cancellationToken)
    {
        var rows = told.Sessions.SelectMany(s => s.Instructors, (s, i) => (s.SessionId, i.Id, i.Name)).ToList();
        await using var command = new NpgsqlCommand(
            """
            WITH newer AS (
                INSERT INTO offering_instructors (offering_id, revision) VALUES ($1, $2)
                ON CONFLICT (offering_id) DO UPDATE SET revision = excluded.revision WHERE offering_instructors.revision < excluded.revision
                RETURNING offering_id),
            given AS (SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[]) AS g(session_id, instructor_id, name)),
            gone AS (
                DELETE FROM session_instructors s USING newer n WHERE s.offering_id = n.offering_id
                AND NOT EXISTS (SELECT FROM given g WHERE g.session_id = s.session_id AND g.instructor_id = s.instructor_id))
            INSERT INTO session_instructors (offering_id, session_id, instructor_id, name)
            SELECT n.offering_id, g.session_id, g.instructor_id, g.name FROM newer n, given g
            ON CONFLICT (session_id, instructor_id) DO UPDATE SET name = excluded.name
            """, connection)
        {
            Parameters =
            {
                new() { Value = told.OfferingId },
                new() { Value = told.Revision },
                new() { Value = rows.Select(r => r.SessionId).ToArray() },
                new() { Value = rows.Select(r => r.Id).ToArray() },
                new() { Value = rows.Select(r => r.Name).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
