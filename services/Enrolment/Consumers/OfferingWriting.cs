using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features.Eligibility;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>The statements that write an offering and its parts.</summary>
internal static class OfferingWriting
{
    /// <summary>
    /// A newer schedule replaces an older one whatever the order of arrival. Seats that were given stay given: the
    /// capacity does not fall below them.
    /// </summary>
    /// <returns>False when a newer one is there.</returns>
    public static async Task<bool> UpsertAsync(NpgsqlConnection connection, OfferingScheduled o, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO offerings (
              id, programme_id, programme_code, programme_title, category, angkatan, year, jp, delivery_mode, place,
              start_date, end_date, enrolment_opens_at, enrolment_closes_at, capacity,
              exclude_education_teachers, exclude_covid_response, conditions, needs_agency_approval, acceptance_hours, scheduled_at,
              withdrawal_closes_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, $19, $20, $21, $22)
            ON CONFLICT (id) DO UPDATE SET
              programme_id = excluded.programme_id, programme_code = excluded.programme_code,
              programme_title = excluded.programme_title, category = excluded.category, angkatan = excluded.angkatan,
              year = excluded.year, jp = excluded.jp, delivery_mode = excluded.delivery_mode, place = excluded.place,
              start_date = excluded.start_date, end_date = excluded.end_date,
              enrolment_opens_at = excluded.enrolment_opens_at, enrolment_closes_at = excluded.enrolment_closes_at,
              withdrawal_closes_at = excluded.withdrawal_closes_at,
              capacity = GREATEST(excluded.capacity, offerings.seats_taken),
              exclude_education_teachers = excluded.exclude_education_teachers,
              exclude_covid_response = excluded.exclude_covid_response, conditions = excluded.conditions,
              needs_agency_approval = excluded.needs_agency_approval, acceptance_hours = excluded.acceptance_hours,
              scheduled_at = excluded.scheduled_at, postponed_at = NULL, postponement_reason = NULL
            WHERE excluded.scheduled_at >= offerings.scheduled_at
            """, connection);
        object[] values =
        [
            o.OfferingId, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Angkatan, o.Year, o.Jp, o.DeliveryMode, o.Place,
            o.StartDate, o.EndDate, o.EnrolmentOpensAt.ToUniversalTime(), o.EnrolmentClosesAt.ToUniversalTime(), o.Capacity,
            o.Eligibility.ExcludeEducationTeachers, o.Eligibility.ExcludeCovidResponse, DeclaredRules.Write(o.Eligibility.Conditions),
            o.NeedsAgencyApproval, o.AcceptanceHours, o.ScheduledAt.ToUniversalTime(),
        ];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(Instant(o.WithdrawalClosesAt));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>A quota does not fall below the seats that its agency has.</summary>
    public static async Task ReplaceQuotasAsync(
        NpgsqlConnection connection, Guid offeringId, IReadOnlyList<AgencyQuota> quotas, CancellationToken cancellationToken)
    {
        // One row an agency: a statement may not touch a row twice, and the last quota in the message counts.
        var last = quotas.GroupBy(q => q.AgencyCode, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
        await using var command = new NpgsqlCommand(
            $"""
            WITH dropped AS (DELETE FROM agency_quotas WHERE offering_id = $1 AND agency_code <> ALL ($2))
            INSERT INTO agency_quotas (offering_id, agency_code, seats, seats_taken)
            SELECT $1, q.code, GREATEST(q.seats, t.seats), t.seats
            FROM unnest($2, $3) AS q(code, seats) CROSS JOIN LATERAL (
              SELECT count(*)::int AS seats FROM enrolments e
              WHERE e.offering_id = $1 AND e.agency_code = q.code AND e.status IN {EnrolmentSets.Seated}) t
            ON CONFLICT (offering_id, agency_code) DO UPDATE SET seats = excluded.seats, seats_taken = excluded.seats_taken
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
                new() { Value = last.Select(q => q.AgencyCode).ToArray() },
                new() { Value = last.Select(q => q.Seats).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task ReplaceSessionsAsync(
        NpgsqlConnection connection, Guid offeringId, IReadOnlyList<ScheduledSession> sessions, CancellationToken cancellationToken)
    {
        var distinct = sessions.DistinctBy(s => s.SessionId).ToArray();
        await using var command = new NpgsqlCommand(
            """
            WITH dropped AS (DELETE FROM offering_sessions WHERE offering_id = $1 AND session_id <> ALL ($2))
            INSERT INTO offering_sessions (offering_id, session_id, starts_at, ends_at) SELECT $1, * FROM unnest($2, $3, $4)
            ON CONFLICT (offering_id, session_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
                new() { Value = distinct.Select(s => s.SessionId).ToArray() },
                new() { Value = distinct.Select(s => s.StartsAt.ToUniversalTime()).ToArray() },
                new() { Value = distinct.Select(s => s.EndsAt.ToUniversalTime()).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Moves the dates, unless a newer schedule or postponement has decided them.</summary>
    public static async Task PostponeAsync(NpgsqlConnection connection, OfferingPostponed postponed, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE offerings SET start_date = $2, end_date = $3, enrolment_opens_at = $4, enrolment_closes_at = $5,
              postponed_at = $6, postponement_reason = $7, withdrawal_closes_at = $8
            WHERE id = $1 AND GREATEST(scheduled_at, postponed_at) < $6
            """, connection)
        {
            Parameters =
            {
                new() { Value = postponed.OfferingId },
                new() { Value = postponed.StartDate },
                new() { Value = postponed.EndDate },
                new() { Value = postponed.EnrolmentOpensAt.ToUniversalTime() },
                new() { Value = postponed.EnrolmentClosesAt.ToUniversalTime() },
                new() { Value = postponed.PostponedAt.ToUniversalTime() },
                new() { Value = postponed.Reason },
                Instant(postponed.WithdrawalClosesAt),
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
            await ReplaceSessionsAsync(connection, postponed.OfferingId, postponed.Sessions, cancellationToken);
    }

    /// <returns>False when it was cancelled before.</returns>
    public static async Task<bool> CancelAsync(NpgsqlConnection connection, OfferingCancelled cancelled, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE offerings SET cancelled_at = $2, cancellation_reason = $3 WHERE id = $1 AND cancelled_at IS NULL", connection)
        {
            Parameters =
            {
                new() { Value = cancelled.OfferingId },
                new() { Value = cancelled.CancelledAt.ToUniversalTime() },
                new() { Value = cancelled.Reason },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static NpgsqlParameter Instant(DateTimeOffset? value) =>
        new() { Value = (object?)value?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
