using Bpsdm.Enrolment.Domain;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>Offers seats that are free to those who wait, in their order; whoever's agency has used up its quota is passed over.</summary>
internal static class Promotions
{
    private const string Sql =
        """
        WITH waiting AS (
          SELECT w.id, w.agency_code, w.queue_number, o.capacity - o.seats_taken AS free, o.acceptance_hours, q.seats - q.seats_taken AS quota_free,
            row_number() OVER (PARTITION BY w.agency_code ORDER BY w.queue_number) AS agency_place
          FROM enrolments w JOIN offerings o ON o.id = w.offering_id
          LEFT JOIN agency_quotas q ON q.offering_id = w.offering_id AND q.agency_code = w.agency_code
          WHERE w.offering_id = @offering AND w.status = 'waiting' AND o.capacity > o.seats_taken),
        chosen AS (
          SELECT * FROM waiting WHERE quota_free IS NULL OR agency_place <= quota_free
          ORDER BY queue_number LIMIT (SELECT capacity - seats_taken FROM offerings WHERE id = @offering)),
        offered AS (
          UPDATE enrolments e SET status = 'offered', accept_until = LEAST(@now + c.acceptance_hours * interval '1 hour', @deadline)
          FROM chosen c WHERE e.id = c.id),
        noted AS (
          INSERT INTO enrolment_history (enrolment_id, status, changed_by, changed_at, reason)
          SELECT id, 'offered', @by, @now, 'Naik dari daftar tunggu karena ' || @why || ' Nomor antrean ' || queue_number || '.'
          FROM chosen ORDER BY queue_number),
        quota AS (
          UPDATE agency_quotas q SET seats_taken = q.seats_taken + c.seats
          FROM (SELECT agency_code, count(*) AS seats FROM chosen GROUP BY agency_code) c
          WHERE q.offering_id = @offering AND q.agency_code = c.agency_code)
        UPDATE offerings SET seats_taken = seats_taken + (SELECT count(*) FROM chosen) WHERE id = @offering AND EXISTS (SELECT FROM chosen)
        """;

    /// <param name="connection">In the transaction that locked the offering and freed the seats.</param>
    /// <param name="offering">The lock.</param>
    /// <param name="why">What freed them, in Indonesian: a clause with its full stop.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RunAsync(
        NpgsqlConnection connection, SeatedOffering offering, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A seat that nobody could begin with the others is left free.
        if (offering.IsCancelled || now >= offering.PromotionDeadline) return;
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new("offering", offering.Id), new("by", EnrolmentChange.System), new("why", why), new("now", now), new("deadline", offering.PromotionDeadline),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
