using Bpsdm.Contracts;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features;

public sealed record ClosureResponse(Guid OfferingId, DateTimeOffset ClosedAt, int Completed, int Failed);

/// <summary>
/// Whoever is undecided has failed. In sets, each with its own commit: a closure that was cut off is finished by asking
/// again, which also fails those whose seat came later. An offering that was cancelled is not closed.
/// </summary>
internal static class CloseOffering
{
    public static async Task<Results<Ok<ClosureResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, DeliveryDb db, NpgsqlDataSource dataSource, OfferingCache offerings, OutboxSignal signal, DeliveryMetrics metrics,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await CloseAsync(id, db, now, cancellationToken) is { } unfinished) return unfinished;
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering)
            return Answers.OfferingNotFound(id);
        if (offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        offerings.Forget(id);

        var after = Guid.Empty;
        while (await FailNextAsync(dataSource, offering, after, now, signal, metrics, cancellationToken) is { } last) after = last;

        var outcomes = await db.Outcomes.Where(o => o.OfferingId == id)
            .GroupBy(o => o.Completed).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return TypedResults.Ok(new ClosureResponse(id, offering.ClosedAt!.Value, outcomes.GetValueOrDefault(true), outcomes.GetValueOrDefault(false)));
    }

    /// <summary>Nobody fails because a grade is still to come, or in the middle of an attempt. Whoever begins one shares the lock.</summary>
    private static async Task<ProblemHttpResult?> CloseAsync(Guid id, DeliveryDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync(db.Connection(), id, cancellationToken);
        var open = db.Offerings.Where(o => o.Id == id && o.ClosedAt == null && o.CancelledAt == null);
        if (!await open.AnyAsync(cancellationToken)) return null;
        var unfinished = await db.TestAttempts.CountAsync(
            a => a.OfferingId == id && a.CountsAs != null && a.RecordedAt == null && !db.Outcomes.Any(o => o.ParticipantId == a.ParticipantId)
                && db.Seats.Any(s => s.ParticipantId == a.ParticipantId && s.WithdrawnAt == null), cancellationToken);
        if (unfinished > 0)
            return Problems.Conflict("tests-unfinished", $"{unfinished} percobaan post-test masih dikerjakan atau menunggu penilaian; angkatan dapat ditutup sesudah semuanya selesai.");
        await open.ExecuteUpdateAsync(set => set.SetProperty(o => o.ClosedAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <returns>The last participant of the set, or null when there was none left.</returns>
    private static async Task<Guid?> FailNextAsync(
        NpgsqlDataSource dataSource, Offering offering, Guid after, DateTimeOffset now, OutboxSignal signal, DeliveryMetrics metrics,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var undecided = await LockUndecidedAsync(connection, offering.Id, after, cancellationToken);
        if (undecided.Count == 0) return null;

        // Who got an outcome while we waited for the lock is loaded with it, and left alone.
        var records = undecided.ToDictionary(p => p, p => new ParticipantRecord(p, offering));
        await ParticipantStore.LoadAsync(connection, records, cancellationToken);
        var failed = records.Values.Where(r => r.FailInTime(now)).ToList();
        await ParticipantStore.SaveAsync(connection, failed);
        await OutcomeEvents.PublishAsync(connection, failed);
        await transaction.CommitAsync(CancellationToken.None);
        signal.Set();
        metrics.Decided(0, failed.Count);
        return undecided[^1];
    }

    private static async Task<List<Guid>> LockUndecidedAsync(
        NpgsqlConnection connection, Guid offeringId, Guid after, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                OfferingLocks.Share([offeringId]),
                // None where it was cancelled meanwhile.
                new(
                    """
                    SELECT s.participant_id FROM seats s
                    WHERE s.offering_id = $1 AND s.participant_id > $2 AND s.withdrawn_at IS NULL
                      AND NOT EXISTS (SELECT FROM outcomes o WHERE o.participant_id = s.participant_id)
                      AND NOT EXISTS (SELECT FROM offerings o WHERE o.id = $1 AND o.cancelled_at IS NOT NULL)
                    ORDER BY s.participant_id LIMIT $3 FOR NO KEY UPDATE OF s
                    """)
                {
                    Parameters = { new() { Value = offeringId }, new() { Value = after }, new() { Value = Contract.MaxFacts } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var participants = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken)) participants.Add(reader.GetGuid(0));
        return participants;
    }
}
