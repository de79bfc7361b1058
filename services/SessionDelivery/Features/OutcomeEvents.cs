using Bpsdm.Contracts;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.Messaging.Outbox;
using Bpsdm.SessionDelivery.Domain;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>Tells of decided outcomes through the outbox: bulk messages, an offering each.</summary>
internal static class OutcomeEvents
{
    public static async Task PublishAsync(NpgsqlConnection connection, IReadOnlyCollection<ParticipantRecord> decided)
    {
        if (decided.Count == 0) return;
        var people = await PeopleAsync(connection, [.. decided.Select(r => r.ParticipantId)]);
        foreach (var group in decided.GroupBy(r => r.Offering.Id))
        {
            var offering = group.First().Offering;
            await PublishAsync(connection, offering, [.. group.Select(r => (r.ParticipantId, people[r.ParticipantId], r.Changes.Outcome!))]);
        }
    }

    public static async Task PublishAsync(
        NpgsqlConnection connection, Offering offering, IReadOnlyCollection<(Guid Id, Person Person, Outcome Outcome)> decided)
    {
        var summary = SummaryOf(offering);
        var completed = decided.Where(d => d.Outcome.Completed).Select(d => new CompletedParticipant(
            d.Outcome.FactId, d.Id, d.Person, d.Outcome.Score ?? 0, d.Outcome.DecidedAt));
        var failed = decided.Where(d => !d.Outcome.Completed).Select(d => new FailedParticipant(
            d.Outcome.FactId, d.Id, d.Person.Nip, d.Person.AgencyCode, d.Outcome.Score, d.Outcome.Reason!, d.Outcome.DecidedAt));
        await connection.PublishAsync(
            offering.Id, [.. completed.Chunk(Contract.MaxFacts).Select(facts => new ParticipantCompleted { Offering = summary, Participants = facts })],
            CancellationToken.None);
        await connection.PublishAsync(
            offering.Id, [.. failed.Chunk(Contract.MaxFacts).Select(facts => new ParticipantFailed { Offering = summary, Participants = facts })],
            CancellationToken.None);
    }

    public static OfferingSummary SummaryOf(Offering o) => new(
        o.Id, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Angkatan, o.Year, o.Jp, o.DeliveryMode, o.Place, o.StartDate, o.EndDate);

    public static async Task<Dictionary<Guid, Person>> PeopleAsync(NpgsqlConnection connection, Guid[] participants)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT participant_id, nip, name, birth_place, birth_date, rank, position, agency_code, agency_name
            FROM seats WHERE participant_id = ANY($1)
            """, connection) { Parameters = { new() { Value = participants } } };
        await using var reader = await command.ExecuteReaderAsync();
        var people = new Dictionary<Guid, Person>(participants.Length);
        while (await reader.ReadAsync())
        {
            people.Add(reader.GetGuid(0), new Person(
                reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetFieldValue<DateOnly>(4),
                reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8)));
        }
        return people;
    }
}
