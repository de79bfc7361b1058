using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Whoever has left the service gives back what they hold in offerings that have not ended, and the wait lists move up.</summary>
internal static class LeaverSeats
{
    // Everybody who has left, not only by this file: the step may be done again, and finds who got a seat at the very moment
    // in which they were being retired. Whoever has completed the offering already keeps what they earned.
    private const string Held =
        $"""
        FROM employees p JOIN enrolments e ON e.nip = p.nip AND e.status IN {EnrolmentSets.Live} JOIN offerings o ON o.id = e.offering_id
        WHERE p.left_at IS NOT NULL AND o.end_date >= $1
          AND NOT EXISTS (SELECT FROM completions c WHERE c.nip = e.nip AND c.offering_id = e.offering_id AND c.revoked_at IS NULL)
        """;

    /// <param name="connection">In the transaction that wrote the register.</param>
    /// <param name="jobId">The import; whoever sent or confirmed it is named in the history.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task ReleaseAsync(NpgsqlConnection connection, Guid jobId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = Wib.DateOf(now);
        await using var find = new NpgsqlCommand($"SELECT DISTINCT e.offering_id {Held}", connection) { Parameters = { new() { Value = today } } };
        var ids = await find.GuidsAsync(cancellationToken);
        if (ids.Count == 0) return;

        // What they hold is read again under the locks: until then it could still change.
        var offerings = await SeatedOffering.LockAsync(connection, [.. ids], cancellationToken);
        var (by, held) = await ReadAsync(connection, jobId, today, cancellationToken);
        var departure = new Departure(EnrolmentStatus.Withdrawn, "left-service", by, "Berhenti dari dinas menurut data pegawai.");
        foreach (var offering in offerings)
        {
            await Departures.RunAsync(connection, offering.Id, [.. held[offering.Id]], departure, now, cancellationToken);
            await Promotions.RunAsync(connection, offering, "ada peserta yang berhenti dari dinas.", now, cancellationToken);
        }
    }

    private static async Task<(string By, ILookup<Guid, Guid> Held)> ReadAsync(
        NpgsqlConnection connection, Guid jobId, DateOnly today, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT (SELECT COALESCE(confirmed_by, created_by) FROM import_jobs WHERE id = $2), e.offering_id, e.id {Held}", connection)
        {
            Parameters = { new() { Value = today }, new() { Value = jobId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var by = "";
        var held = new List<(Guid Offering, Guid Enrolment)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            by = reader.GetString(0);
            held.Add((reader.GetGuid(1), reader.GetGuid(2)));
        }
        return (by, held.ToLookup(h => h.Offering, h => h.Enrolment));
    }
}
