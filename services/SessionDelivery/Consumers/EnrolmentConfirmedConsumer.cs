using Bpsdm.Contracts.Enrolment;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features;
using MassTransit;
using Npgsql;

namespace Bpsdm.SessionDelivery.Consumers;

public sealed class EnrolmentConfirmedConsumer(DeliveryDb db, OutboxSignal signal, DeliveryMetrics metrics) : IConsumer<EnrolmentConfirmed>
{
    public async Task Consume(ConsumeContext<EnrolmentConfirmed> context)
    {
        var seated = 0;
        if (await db.HandleOnceAsync(context, signal, "delivery-seats", async connection =>
            seated = await SeatAsync(connection, context.Message, context.CancellationToken)))
            metrics.Seated(seated);
    }

    /// <summary>Who has a seat already keeps it, whether by the participant's id or by the NIP in the offering. Sorted, so that two messages can't deadlock.</summary>
    private static async Task<int> SeatAsync(NpgsqlConnection connection, EnrolmentConfirmed confirmed, CancellationToken cancellationToken)
    {
        var participants = confirmed.Participants;
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO seats (participant_id, offering_id, nip, name, birth_place, birth_date, rank, position, agency_code, agency_name, confirmed_at)
            SELECT p.id, $1, p.nip, p.name, p.birth_place, p.birth_date, p.rank, p.position, p.agency_code, p.agency_name, p.confirmed_at
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[])
              AS p(id, nip, name, birth_place, birth_date, rank, position, agency_code, agency_name, confirmed_at)
            ORDER BY p.id
            ON CONFLICT DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = confirmed.OfferingId },
                new() { Value = participants.Select(p => p.ParticipantId).ToArray() },
                new() { Value = participants.Select(p => p.Person.Nip).ToArray() },
                new() { Value = participants.Select(p => p.Person.Name).ToArray() },
                new() { Value = participants.Select(p => p.Person.BirthPlace).ToArray() },
                new() { Value = participants.Select(p => p.Person.BirthDate).ToArray() },
                new() { Value = participants.Select(p => p.Person.Rank).ToArray() },
                new() { Value = participants.Select(p => p.Person.Position).ToArray() },
                new() { Value = participants.Select(p => p.Person.AgencyCode).ToArray() },
                new() { Value = participants.Select(p => p.Person.AgencyName).ToArray() },
                new() { Value = participants.Select(p => p.ConfirmedAt.UtcDateTime).ToArray() },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
