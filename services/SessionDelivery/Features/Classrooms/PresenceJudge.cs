using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using Microsoft.Extensions.Options;
using Npgsql;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>
/// Works out from the notices who was present in sessions that are over, some hundreds at a time, and records it as a check-in is
/// recorded. Who is due is locked meanwhile, so one replica does it, and a notice that comes just then makes them due again.
/// </summary>
internal sealed class PresenceJudge(
    NpgsqlDataSource dataSource, OfferingCache offerings, BatchTransaction batches, IOptions<ClassroomOptions> options, TimeProvider time)
{
    private const int MaxBatch = 500;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> JudgeDueAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await TakeDueAsync(connection, now, cancellationToken);
        if (due.Count == 0) return false;

        var commands = new List<DeliveryCommand>(due.Count);
        foreach (var session in due.GroupBy(d => (d.OfferingId, d.SessionId)))
            commands.AddRange(await JudgeAsync(connection, session.Key.OfferingId, session.Key.SessionId, [.. session], now, cancellationToken));
        if (commands.Count > 0) await batches.ExecuteAsync(commands);
        await transaction.CommitAsync(cancellationToken);
        return due.Count == MaxBatch;
    }

    private async Task<IEnumerable<DeliveryCommand>> JudgeAsync(
        NpgsqlConnection connection, Guid offeringId, Guid sessionId, List<Due> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // It may have been moved, or its share set, a moment ago.
        offerings.Forget(offeringId);
        var found = await offerings.GetAsync(offeringId, cancellationToken);
        var (session, classroom) = (found?.Session(sessionId), found?.Classrooms.GetValueOrDefault(sessionId));
        var participants = due.ConvertAll(d => d.ParticipantId);
        if (session is not null && session.EndsAt + options.Value.NoticeGrace is var dueAt && dueAt > now)
        {
            await ExecuteAsync(connection, "UPDATE presence_dues SET due_at = $3 WHERE session_id = $1 AND participant_id = ANY($2)", sessionId, participants, cancellationToken, dueAt.UtcDateTime);
            return [];
        }
        await ExecuteAsync(connection, "DELETE FROM presence_dues WHERE session_id = $1 AND participant_id = ANY($2)", sessionId, participants, cancellationToken);
        if (session is null || classroom is null) return [];
        var notices = await ClassroomStore.ReadAsync(connection, sessionId, participants, cancellationToken);
        return due.Select(d => new Command(
            found!.Offering, d.Nip, d.ParticipantId, sessionId, notices.PresenceOf(d.ParticipantId, session, now).Reached(classroom.MinPercent), now));
    }

    private static async Task<List<Due>> TakeDueAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT d.offering_id, d.session_id, d.participant_id, s.nip FROM presence_dues d JOIN seats s ON s.participant_id = d.participant_id
            WHERE d.due_at <= $1 ORDER BY d.due_at, d.session_id, d.participant_id LIMIT {MaxBatch} FOR UPDATE OF d SKIP LOCKED
            """, connection) { Parameters = { new() { Value = now.UtcDateTime } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<Due>();
        while (await reader.ReadAsync(cancellationToken)) due.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3)));
        return due;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, Guid sessionId, List<Guid> participants, CancellationToken cancellationToken, params object[] more)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = sessionId }, Of(participants) } };
        foreach (var value in more) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Due(Guid OfferingId, Guid SessionId, Guid ParticipantId, string Nip);

    private sealed class Command(Offering offering, string nip, Guid participantId, Guid sessionId, DateTimeOffset? reachedAt, DateTimeOffset now)
        : DeliveryCommand<bool>(offering, nip)
    {
        // The person may hold another seat by now: that one was not there.
        protected override Answer<bool> Handle(ParticipantRecord record) =>
            record.ParticipantId == participantId ? record.TakePresence(sessionId, reachedAt, now) : Refusal.SeatWithdrawn;
    }
}
