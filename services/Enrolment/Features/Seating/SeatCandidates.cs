using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>
/// What became of one candidate; <see cref="EnrolmentId"/> where they are in now, <see cref="Participant"/> is the new
/// fact where the seat was confirmed.
/// </summary>
internal sealed record SeatingResult(int LineNumber, string Nip, string Outcome, Guid? EnrolmentId, ConfirmedParticipant? Participant);

/// <summary>The one definition of who may take a seat and who gets it, over a set; a self-enrolment is a set of one.</summary>
internal static class SeatCandidates
{
    // Another agency's employee comes right after the unknown one: nothing more about them is told to a stranger.
    // First come, first served within an agency's quota, then within the offering; whoever finds neither waits. Nobody
    // who waits could have taken one of these seats: they were promoted in the transaction that freed it. Materialized, or the
    // planner would write the verdict's CASE wherever it is asked for, and judge everybody three times.
    private const string Sql =
        $$"""
        WITH candidate AS ({candidates}),
        judged AS MATERIALIZED (
          SELECT c.position, c.line_number, c.nip,
            e.name, e.birth_place, e.birth_date, e.rank, e.position AS job, e.agency_code, a.name AS agency_name,
            o.capacity - o.seats_taken AS free, q.seats - q.seats_taken AS quota_free, o.queue_last,
            COALESCE(c.code, CASE
              WHEN o.cancelled_at IS NOT NULL THEN 'offering_cancelled'
              WHEN e.nip IS NULL THEN 'unknown_nip'
              WHEN e.agency_code <> @agency THEN 'other_agency'
              WHEN e.left_at IS NOT NULL THEN 'left_service'
              WHEN x.nip IS NOT NULL THEN 'already_enrolled'
              {rules}
            END) AS code
          FROM candidate c
          CROSS JOIN (SELECT * FROM offerings WHERE id = @offering) o
          LEFT JOIN employees e ON e.nip = c.nip AND c.code IS NULL
          LEFT JOIN agencies a ON a.code = e.agency_code
          LEFT JOIN agency_quotas q ON q.offering_id = @offering AND q.agency_code = e.agency_code
          LEFT JOIN enrolments x ON x.offering_id = @offering AND x.nip = c.nip AND x.status IN {{EnrolmentSets.Live}}),
        within AS (
          SELECT j.*, j.code IS NULL AND (j.quota_free IS NULL
            OR row_number() OVER (PARTITION BY j.code IS NULL, j.agency_code ORDER BY j.position) <= j.quota_free) AS in_quota
          FROM judged j),
        placed AS (
          SELECT w.*, row_number() OVER (PARTITION BY w.code IS NULL ORDER BY w.position) AS place,
            w.in_quota AND row_number() OVER (PARTITION BY w.in_quota ORDER BY w.position) <= w.free AS seated
          FROM within w),
        decided AS (
          SELECT p.*, COALESCE(p.code, CASE WHEN NOT p.seated THEN 'waitlisted' WHEN @approval THEN 'pending_approval' ELSE 'confirmed' END) AS outcome,
            p.queue_last + row_number() OVER (PARTITION BY p.code IS NULL AND NOT p.seated ORDER BY p.position) AS queue_number
          FROM placed p),
        enrolled AS (
          INSERT INTO enrolments (id, offering_id, nip, agency_code, status, needs_approval, fact_id, requested_at, confirmed_at, queue_number, import_job_id)
          SELECT (@ids)[place], @offering, nip, agency_code,
            CASE outcome WHEN 'waitlisted' THEN 'waiting' WHEN 'pending_approval' THEN 'pending-approval' ELSE 'confirmed' END,
            @approval, (@facts)[place], @now, CASE WHEN outcome = 'confirmed' THEN @now END, CASE WHEN NOT seated THEN queue_number END, @import_job
          FROM decided WHERE code IS NULL ORDER BY place),
        noted AS (
          INSERT INTO enrolment_history (enrolment_id, status, changed_by, changed_at, reason)
          SELECT (@ids)[place], CASE outcome WHEN 'waitlisted' THEN 'waiting' WHEN 'pending_approval' THEN 'pending-approval' ELSE 'confirmed' END,
            COALESCE(@by, (SELECT created_by FROM import_jobs WHERE id = @import_job)), @now,
            @why || CASE WHEN seated THEN '' WHEN in_quota THEN ' Kursi penuh: masuk daftar tunggu.' ELSE ' Kuota perangkat daerah penuh: masuk daftar tunggu.' END
          FROM decided WHERE code IS NULL ORDER BY place),
        taken AS (
          UPDATE offerings SET
            seats_taken = seats_taken + (SELECT count(*) FROM decided WHERE seated),
            queue_last = queue_last + (SELECT count(*) FROM decided WHERE code IS NULL AND NOT seated)
          WHERE id = @offering AND EXISTS (SELECT FROM decided WHERE code IS NULL)),
        quota AS (
          UPDATE agency_quotas q SET seats_taken = q.seats_taken + s.seats
          FROM (SELECT agency_code, count(*) AS seats FROM decided WHERE seated GROUP BY agency_code) s
          WHERE q.offering_id = @offering AND q.agency_code = s.agency_code)
        SELECT line_number, nip, outcome, place, name, birth_place, birth_date, rank, job, agency_code, agency_name, code IS NULL
        FROM decided ORDER BY position
        """;

    /// <param name="connection">In the transaction that locked the offering.</param>
    /// <param name="offering">The lock.</param>
    /// <param name="candidates">Who, in which order.</param>
    /// <param name="entrance">By which way.</param>
    /// <param name="now">When the seats are given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<List<SeatingResult>> RunAsync(
        NpgsqlConnection connection, SeatedOffering offering, Candidates candidates, Entrance entrance, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var ids = NewIds(candidates.Count, now);
        if (entrance.FirstId is { } id) ids[0] = id;
        var facts = NewIds(candidates.Count, now);

        await using var command = new NpgsqlCommand(
            Sql.Replace("{candidates}", candidates.Sql, StringComparison.Ordinal).Replace("{rules}", offering.Rules.FirstBroken(), StringComparison.Ordinal),
            connection);
        command.Parameters.AddRange(candidates.Parameters);
        offering.Rules.AddParametersTo(command, entrance.Leaving);
        command.Parameters.Add(new("offering", offering.Id));
        command.Parameters.Add(new("agency", NpgsqlDbType.Text) { Value = (object?)entrance.Agency ?? DBNull.Value });
        command.Parameters.Add(new("import_job", NpgsqlDbType.Uuid) { Value = (object?)entrance.ImportJob ?? DBNull.Value });
        command.Parameters.Add(new("by", NpgsqlDbType.Text) { Value = (object?)entrance.By ?? DBNull.Value });
        command.Parameters.Add(new("why", entrance.Why));
        command.Parameters.Add(new("approval", entrance.NeedsApproval));
        command.Parameters.Add(new("ids", ids));
        command.Parameters.Add(new("facts", facts));
        command.Parameters.Add(new("now", now));

        var results = new List<SeatingResult>(candidates.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) results.Add(Read(reader, ids, facts, now));
        return results;
    }

    private static SeatingResult Read(NpgsqlDataReader reader, Guid[] ids, Guid[] facts, DateTimeOffset now)
    {
        var (line, nip, outcome) = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
        if (!reader.GetBoolean(11)) return new SeatingResult(line, nip, outcome, null, null);

        var place = (int)reader.GetInt64(3) - 1;
        if (outcome is not Outcomes.Confirmed) return new SeatingResult(line, nip, outcome, ids[place], null);
        var person = new Person(
            nip, reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetFieldValue<DateOnly>(6),
            reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10));
        return new SeatingResult(line, nip, outcome, ids[place], new ConfirmedParticipant(facts[place], ids[place], person, now));
    }

    private static Guid[] NewIds(int count, DateTimeOffset now)
    {
        var ids = new Guid[count];
        for (var i = 0; i < count; i++) ids[i] = Guid.CreateVersion7(now);
        return ids;
    }
}
