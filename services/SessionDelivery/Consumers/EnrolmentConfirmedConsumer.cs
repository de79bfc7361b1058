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
        {
            await OfferingLocks.TakeAsync(connection, context.Message.OfferingId, context.CancellationToken);
            foreach (var round in Rounds(context.Message.Participants))
                seated += await SeatAsync(connection, context.Message.OfferingId, round, context.CancellationToken);
        }))
            metrics.Seated(seated);
    }

    /// <summary>One round, unless somebody is confirmed more than once in the message: then one after another.</summary>
    private static IEnumerable<ConfirmedParticipant[]> Rounds(IEnumerable<ConfirmedParticipant> participants) => participants
        .GroupBy(p => p.Person.Nip, StringComparer.Ordinal)
        .SelectMany(person => person.OrderBy(p => p.ConfirmedAt).Select((p, round) => (Participant: p, Round: round)))
        .GroupBy(p => p.Round, p => p.Participant).OrderBy(round => round.Key).Select(round => round.ToArray());

    /// <summary>
    /// Seats whoever is not seated yet by the same id. A person is confirmed again only after the seat before was withdrawn,
    /// so of two the one confirmed later is held, though the withdrawal between them may be told last.
    /// </summary>
    private static async Task<int> SeatAsync(
        NpgsqlConnection connection, Guid offeringId, ConfirmedParticipant[] participants, CancellationToken cancellationToken)
    {
        // OFFSET 0: one look into the index for each person. While a new table has no statistics, the planner would rather
        // compare every seat of the offering with every person.
        await using (var supersede = new NpgsqlCommand(
            """
            UPDATE seats s SET withdrawn_at = held.until, withdrawal_reason = $5
            FROM (
              SELECT b.participant_id, p.confirmed_at AS until
              FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS p(id, nip, confirmed_at)
              CROSS JOIN LATERAL (
                SELECT b.participant_id FROM seats b
                WHERE b.offering_id = $1 AND b.nip = p.nip AND b.withdrawn_at IS NULL AND b.participant_id <> p.id
                  AND (b.confirmed_at, b.participant_id) < (p.confirmed_at, p.id)
                OFFSET 0) AS b) AS held
            WHERE s.participant_id = held.participant_id
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
                new() { Value = participants.Select(p => p.ParticipantId).ToArray() },
                new() { Value = participants.Select(p => p.Person.Nip).ToArray() },
                new() { Value = participants.Select(p => p.ConfirmedAt.UtcDateTime).ToArray() },
                new() { Value = Withdrawal.Superseded },
            },
        })
            await supersede.ExecuteNonQueryAsync(cancellationToken);

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO seats (participant_id, offering_id, nip, name, birth_place, birth_date, rank, position, agency_code, agency_name, confirmed_at,
              withdrawn_at, withdrawal_reason)
            SELECT p.id, $1, p.nip, p.name, p.birth_place, p.birth_date, p.rank, p.position, p.agency_code, p.agency_name, p.confirmed_at,
              coalesce(w.withdrawn_at, later.confirmed_at), coalesce(w.reason, CASE WHEN later.confirmed_at IS NOT NULL THEN $12 END)
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[])
              AS p(id, nip, name, birth_place, birth_date, rank, position, agency_code, agency_name, confirmed_at)
            LEFT JOIN withdrawals w ON w.participant_id = p.id
            LEFT JOIN LATERAL (
              SELECT min(s.confirmed_at) AS confirmed_at FROM seats s
              WHERE s.offering_id = $1 AND s.nip = p.nip AND (s.confirmed_at, s.participant_id) > (p.confirmed_at, p.id)) AS later ON true
            ON CONFLICT (participant_id) DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
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
                new() { Value = Withdrawal.Superseded },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
