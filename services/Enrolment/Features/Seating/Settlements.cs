using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Messaging.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>A seat that is held already becomes its holder's, by an approval or an acceptance.</summary>
internal static class Settlements
{
    // The person as the register knows them now: that is what the fact says of them, at the moment of the seat's confirmation.
    private const string Sql =
        """
        WITH settled AS (
          UPDATE enrolments SET status = @status, needs_approval = needs_approval AND NOT @confirmed, accept_until = NULL,
            confirmed_at = CASE WHEN @confirmed THEN @now END
          WHERE id = @id RETURNING id, nip, fact_id),
        noted AS (
          INSERT INTO enrolment_history (enrolment_id, status, changed_by, changed_at, reason) SELECT id, @status, @by, @now, @why FROM settled)
        SELECT s.fact_id, s.nip, e.name, e.birth_place, e.birth_date, e.rank, e.position, e.agency_code, a.name
        FROM settled s JOIN employees e ON e.nip = s.nip JOIN agencies a ON a.code = e.agency_code
        """;

    /// <summary>Confirms it and publishes the fact; or, where <paramref name="confirmed"/> is false, lets it wait for its agency's approval.</summary>
    public static async Task RunAsync(
        NpgsqlConnection connection, EmployeeEnrolment enrolment, bool confirmed, string by, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ConfirmedParticipant participant;
        await using (var command = new NpgsqlCommand(Sql, connection))
        {
            var status = confirmed ? EnrolmentStatus.Confirmed : EnrolmentStatus.PendingApproval;
            command.Parameters.Add(new("status", NpgsqlDbType.Text) { Value = KebabCase<EnrolmentStatus>.Write(status) });
            command.Parameters.Add(new("confirmed", confirmed));
            command.Parameters.Add(new("id", enrolment.Id));
            command.Parameters.Add(new("by", by));
            command.Parameters.Add(new("why", why));
            command.Parameters.Add(new("now", now));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var person = new Person(
                reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetFieldValue<DateOnly>(4),
                reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8));
            participant = new ConfirmedParticipant(reader.GetGuid(0), enrolment.Id, person, now);
        }
        if (confirmed)
            await connection.PublishAsync(
                enrolment.OfferingId, [new EnrolmentConfirmed { OfferingId = enrolment.OfferingId, Participants = [participant] }], cancellationToken);
    }
}
