using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Messaging.Inbox;
using Bpsdm.Messaging.Outbox;
using MassTransit;
using Npgsql;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>Opens an offering to enrolment.</summary>
public sealed class OfferingScheduledConsumer(EnrolmentDb db, OutboxSignal signal) : IConsumer<OfferingScheduled>
{
    public Task Consume(ConsumeContext<OfferingScheduled> context) =>
        db.HandleOnceAsync(context, signal, "offerings", connection => UpsertAsync(connection, context.Message, context.CancellationToken));

    // A newer schedule replaces an older one whatever the order of arrival. Seats that were given stay given: the
    // capacity does not fall below them.
    private static async Task UpsertAsync(NpgsqlConnection connection, OfferingScheduled o, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO offerings (
              id, programme_id, programme_code, programme_title, category, angkatan, year, jp, delivery_mode, place,
              start_date, end_date, enrolment_opens_at, enrolment_closes_at, capacity,
              exclude_education_teachers, exclude_covid_response, scheduled_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            ON CONFLICT (id) DO UPDATE SET
              programme_id = excluded.programme_id, programme_code = excluded.programme_code,
              programme_title = excluded.programme_title, category = excluded.category, angkatan = excluded.angkatan,
              year = excluded.year, jp = excluded.jp, delivery_mode = excluded.delivery_mode, place = excluded.place,
              start_date = excluded.start_date, end_date = excluded.end_date,
              enrolment_opens_at = excluded.enrolment_opens_at, enrolment_closes_at = excluded.enrolment_closes_at,
              capacity = GREATEST(excluded.capacity, offerings.seats_taken),
              exclude_education_teachers = excluded.exclude_education_teachers,
              exclude_covid_response = excluded.exclude_covid_response, scheduled_at = excluded.scheduled_at
            WHERE excluded.scheduled_at >= offerings.scheduled_at
            """, connection);
        object[] values =
        [
            o.OfferingId, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Angkatan, o.Year, o.Jp, o.DeliveryMode, o.Place,
            o.StartDate, o.EndDate, o.EnrolmentOpensAt.ToUniversalTime(), o.EnrolmentClosesAt.ToUniversalTime(), o.Capacity,
            o.Eligibility.ExcludeEducationTeachers, o.Eligibility.ExcludeCovidResponse, o.ScheduledAt.ToUniversalTime(),
        ];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
