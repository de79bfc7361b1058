using System.Text.Json;
using Bpsdm.Contracts.Catalogue;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Consumers;

/// <summary>
/// Brings an offering to what its newest facts say, in whatever order they came: the later of schedule and postponement
/// decides the dates, and a cancellation is final.
/// </summary>
internal static class OfferingFacts
{
    /// <summary>One fact of an offering after the other: two that were handled at once would each miss what the other wrote.</summary>
    public static async Task InTurnAsync(NpgsqlConnection connection, Guid offeringId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", connection)
        {
            Parameters = { new() { Value = offeringId } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task KeepAsync<T>(
        NpgsqlConnection connection, Guid offeringId, string kind, DateTimeOffset occurredAt, T fact, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO offering_notices (offering_id, kind, occurred_at, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (offering_id, kind) DO UPDATE SET occurred_at = excluded.occurred_at, body = excluded.body
            WHERE excluded.occurred_at >= offering_notices.occurred_at
            """, connection)
        {
            Parameters =
            {
                new() { Value = offeringId },
                new() { Value = kind },
                new() { Value = occurredAt.ToUniversalTime() },
                new() { Value = JsonSerializer.Serialize(fact), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Applies what was kept, as far as the schedule is there, and fills what seats are free now.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, Guid offeringId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await SeatedOffering.LockAsync(connection, offeringId, cancellationToken) is null) return;
        if (await FindAsync<OfferingPostponed>(connection, offeringId, OfferingNotice.Postponed, cancellationToken) is { } postponed)
            await OfferingWriting.PostponeAsync(connection, postponed, cancellationToken);
        if (await FindAsync<OfferingCancelled>(connection, offeringId, OfferingNotice.Cancelled, cancellationToken) is { } cancelled
            && await OfferingWriting.CancelAsync(connection, cancelled, cancellationToken))
        {
            var departure = new Departure(EnrolmentStatus.Withdrawn, "offering-cancelled", EnrolmentChange.System, $"Angkatan dibatalkan: {cancelled.Reason}");
            await Departures.RunAsync(connection, offeringId, null, departure, now, cancellationToken);
        }
        var offering = await SeatedOffering.LockAsync(connection, offeringId, cancellationToken);
        await Promotions.RunAsync(connection, offering!, "kapasitas, kuota, atau jadwal angkatan berubah.", now, cancellationToken);
    }

    private static async Task<T?> FindAsync<T>(NpgsqlConnection connection, Guid offeringId, string kind, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = new NpgsqlCommand("SELECT body FROM offering_notices WHERE offering_id = $1 AND kind = $2", connection)
        {
            Parameters = { new() { Value = offeringId }, new() { Value = kind } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is string body ? JsonSerializer.Deserialize<T>(body) : null;
    }
}
