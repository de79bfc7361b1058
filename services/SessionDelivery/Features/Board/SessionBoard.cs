using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Board;

/// <param name="Seats">Held now; present and absent are of them.</param>
public sealed record SessionBoard(Guid SessionId, int Seats, int Present, int Absent, IReadOnlyList<AgencyPresence> Agencies)
{
    public bool SaysTheSameAs(SessionBoard? other) => other is not null && Agencies.SequenceEqual(other.Agencies);

    /// <summary>Who is there, as PostgreSQL knows it: the only truth, whatever has been told of it.</summary>
    public static async Task<SessionBoard> CountAsync(NpgsqlDataSource dataSource, Guid offeringId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT s.agency_code, max(s.agency_name), count(*)::int, count(a.participant_id)::int
            FROM seats s LEFT JOIN attendances a ON a.participant_id = s.participant_id AND a.offering_id = $1 AND a.session_id = $2
            WHERE s.offering_id = $1 AND s.withdrawn_at IS NULL GROUP BY s.agency_code ORDER BY s.agency_code
            """);
        command.Parameters.Add(new() { Value = offeringId });
        command.Parameters.Add(new() { Value = sessionId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var agencies = new List<AgencyPresence>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (seats, present) = (reader.GetInt32(2), reader.GetInt32(3));
            agencies.Add(new(reader.GetString(0), reader.GetString(1), seats, present, seats - present));
        }
        return new(sessionId, agencies.Sum(a => a.Seats), agencies.Sum(a => a.Present), agencies.Sum(a => a.Absent), agencies);
    }
}

public sealed record AgencyPresence(string AgencyCode, string AgencyName, int Seats, int Present, int Absent);
