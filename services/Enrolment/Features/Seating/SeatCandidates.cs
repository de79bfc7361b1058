using Bpsdm.Contracts.Enrolment;
using Bpsdm.Enrolment.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>What became of one candidate; <see cref="Participant"/> is the new fact where the seat was confirmed.</summary>
internal sealed record SeatingResult(int LineNumber, string Nip, string Outcome, ConfirmedParticipant? Participant);

/// <summary>The one definition of who may take a seat and who gets it, over a set; a self-enrolment is a set of one.</summary>
internal static class SeatCandidates
{
    // Another agency's employee comes right after the unknown one: nothing more about them is told to a stranger.
    private const string Sql =
        """
        WITH candidate AS ({0}),
        judged AS (
          SELECT c.position, c.line_number, c.nip,
            e.name, e.birth_place, e.birth_date, e.rank, e.position AS job, e.agency_code, a.name AS agency_name,
            o.capacity - o.seats_taken AS free,
            COALESCE(c.code, CASE
              WHEN e.nip IS NULL THEN 'unknown_nip'
              WHEN e.agency_code <> @agency THEN 'other_agency'
              WHEN e.left_at IS NOT NULL THEN 'left_service'
              WHEN x.nip IS NOT NULL THEN 'already_enrolled'
              WHEN o.exclude_education_teachers AND e.staff_group = 'education-teacher' THEN 'education_teacher'
              WHEN o.exclude_covid_response AND e.staff_group = 'covid-response' THEN 'covid_response'
            END) AS code
          FROM candidate c
          CROSS JOIN (SELECT * FROM offerings WHERE id = @offering) o
          LEFT JOIN employees e ON e.nip = c.nip AND c.code IS NULL
          LEFT JOIN agencies a ON a.code = e.agency_code
          LEFT JOIN enrolments x ON x.offering_id = @offering AND x.nip = c.nip),
        placed AS (
          SELECT j.*, row_number() OVER (PARTITION BY j.code IS NULL ORDER BY j.position) AS place FROM judged j),
        decided AS (
          SELECT p.*, COALESCE(p.code, CASE WHEN p.place <= p.free THEN 'confirmed' ELSE 'capacity_full' END) AS outcome FROM placed p),
        seated AS (
          INSERT INTO enrolments (id, offering_id, nip, agency_code, fact_id, confirmed_at, import_job_id)
          SELECT (@ids)[place], @offering, nip, agency_code, (@facts)[place], @now, @import_job
          FROM decided WHERE outcome = 'confirmed' ORDER BY place
          RETURNING 1),
        taken AS (
          UPDATE offerings SET seats_taken = seats_taken + (SELECT count(*) FROM seated)
          WHERE id = @offering AND EXISTS (SELECT FROM seated))
        SELECT line_number, nip, outcome, place, name, birth_place, birth_date, rank, job, agency_code, agency_name
        FROM decided ORDER BY position
        """;

    /// <param name="connection">In the transaction that locked the offering.</param>
    /// <param name="offering">The lock.</param>
    /// <param name="candidates">Who, in which order.</param>
    /// <param name="agency">Only this agency's employees, or anybody's where it is null.</param>
    /// <param name="importJob">The upload they came by, or null.</param>
    /// <param name="firstId">Id of the first one seated, where the caller chose one.</param>
    /// <param name="now">When the seats are confirmed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<List<SeatingResult>> RunAsync(
        NpgsqlConnection connection, SeatedOffering offering, Candidates candidates,
        string? agency, Guid? importJob, Guid? firstId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = NewIds(candidates.Count, now);
        if (firstId is { } id) ids[0] = id;
        var facts = NewIds(candidates.Count, now);

        await using var command = new NpgsqlCommand(Sql.Replace("{0}", candidates.Sql, StringComparison.Ordinal), connection);
        command.Parameters.AddRange(candidates.Parameters);
        command.Parameters.Add(new("offering", offering.Id));
        command.Parameters.Add(new("agency", NpgsqlDbType.Text) { Value = (object?)agency ?? DBNull.Value });
        command.Parameters.Add(new("import_job", NpgsqlDbType.Uuid) { Value = (object?)importJob ?? DBNull.Value });
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
        if (outcome is not Outcomes.Confirmed) return new SeatingResult(line, nip, outcome, null);

        var place = (int)reader.GetInt64(3) - 1;
        var person = new Person(
            nip, reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetFieldValue<DateOnly>(6),
            reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10));
        return new SeatingResult(line, nip, outcome, new ConfirmedParticipant(facts[place], ids[place], person, now));
    }

    private static Guid[] NewIds(int count, DateTimeOffset now)
    {
        var ids = new Guid[count];
        for (var i = 0; i < count; i++) ids[i] = Guid.CreateVersion7(now);
        return ids;
    }
}
