using Bpsdm.Contracts;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Messaging.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>How enrolments end.</summary>
/// <param name="Status">What they become: refused, declined, expired or withdrawn.</param>
/// <param name="Fact">Reason in the published fact of those who were confirmed.</param>
/// <param name="By">Who, for the history.</param>
/// <param name="Why">For the history, in Indonesian.</param>
internal sealed record Departure(EnrolmentStatus Status, string Fact, string By, string Why)
{
    public static Departure Withdrawal(string by, string why) => new(EnrolmentStatus.Withdrawn, "withdrawn", by, why);
}

/// <summary>The one way out: of one, of those whose time is over, or of a whole cancelled offering.</summary>
internal static class Departures
{
    private const string Sql =
        $$"""
        WITH leaving AS (
          SELECT id, nip, agency_code, status FROM enrolments WHERE offering_id = @offering AND status IN {{EnrolmentSets.Live}} {which}),
        gone AS (UPDATE enrolments e SET status = @status, accept_until = NULL FROM leaving l WHERE e.id = l.id),
        noted AS (
          INSERT INTO enrolment_history (enrolment_id, status, changed_by, changed_at, reason)
          SELECT id, @status, @by, @now, @why FROM leaving),
        freed AS (
          UPDATE offerings SET seats_taken = seats_taken - (SELECT count(*) FROM leaving WHERE status <> 'waiting')
          WHERE id = @offering AND EXISTS (SELECT FROM leaving WHERE status <> 'waiting')),
        quota AS (
          UPDATE agency_quotas q SET seats_taken = q.seats_taken - l.seats
          FROM (SELECT agency_code, count(*) AS seats FROM leaving WHERE status <> 'waiting' GROUP BY agency_code) l
          WHERE q.offering_id = @offering AND q.agency_code = l.agency_code)
        SELECT id, nip FROM leaving WHERE status = 'confirmed' ORDER BY id
        """;

    /// <summary>Ends enrolments and publishes that participants left, in messages of at most <see cref="Contract.MaxFacts"/>.</summary>
    /// <param name="connection">In the transaction that locked the offering.</param>
    /// <param name="offeringId">The lock.</param>
    /// <param name="ids">Which, as far as they are live; null for all of the offering.</param>
    /// <param name="departure">How.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RunAsync(
        NpgsqlConnection connection, Guid offeringId, Guid[]? ids, Departure departure, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = new List<WithdrawnParticipant>();
        await using (var command = new NpgsqlCommand(Sql.Replace("{which}", ids is null ? "" : "AND id = ANY (@ids)", StringComparison.Ordinal), connection))
        {
            command.Parameters.Add(new("offering", offeringId));
            command.Parameters.Add(new("status", NpgsqlDbType.Text) { Value = KebabCase<EnrolmentStatus>.Write(departure.Status) });
            command.Parameters.Add(new("by", departure.By));
            command.Parameters.Add(new("why", departure.Why));
            command.Parameters.Add(new("now", now));
            if (ids is not null) command.Parameters.Add(new("ids", ids));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                left.Add(new WithdrawnParticipant(Guid.CreateVersion7(now), reader.GetGuid(0), reader.GetString(1), departure.Fact, now));
        }
        await connection.PublishAsync(
            offeringId, [.. left.Chunk(Contract.MaxFacts).Select(facts => new EnrolmentWithdrawn { OfferingId = offeringId, Participants = facts })],
            cancellationToken);
    }
}
