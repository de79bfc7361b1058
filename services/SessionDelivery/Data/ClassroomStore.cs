using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>What classrooms told. A notice and the duty to work out the presence anew are written together, or not at all.</summary>
internal sealed class ClassroomStore(NpgsqlDataSource dataSource)
{
    /// <summary>
    /// Keeps what is new of it, of those who have or had a seat in the offering. Of whom something new was heard, and of all where the
    /// meeting ended, the presence is due: a row of it that is being worked on is waited for, so that no notice is missed.
    /// </summary>
    public async Task RecordAsync(Guid offeringId, Guid sessionId, IEnumerable<ToldNotice> told, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var rows = told.Distinct().OrderBy(t => t.ParticipantId).ThenBy(t => t.Notice.Connection, StringComparer.Ordinal).ThenBy(t => t.Notice.Kind).ThenBy(t => t.Notice.At).ToList();
        if (rows.Count == 0) return;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Who tells that it ended must see all joins, and those who join must see that.
        if (rows.Exists(r => r.Notice.Kind is NoticeKind.Ended)) await OfferingLocks.TakeAsync(connection, sessionId, cancellationToken);
        else await OfferingLocks.ShareAsync(connection, sessionId, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            WITH told AS (
              SELECT t.* FROM unnest($4::uuid[], $5::text[], $6::smallint[], $7::timestamptz[]) AS t(participant_id, connection, kind, at)
              WHERE t.kind = 3 OR EXISTS (SELECT FROM seats s WHERE s.participant_id = t.participant_id AND s.offering_id = $2)
            ), fresh AS (
              INSERT INTO classroom_notices (session_id, participant_id, connection, kind, at)
              SELECT $1, participant_id, connection, kind, at FROM told ON CONFLICT DO NOTHING RETURNING participant_id, kind
            ), heard AS (
              SELECT participant_id FROM fresh WHERE kind IN (1, 2)
              UNION
              SELECT participant_id FROM classroom_notices WHERE session_id = $1 AND kind IN (1, 2) AND EXISTS (SELECT FROM fresh WHERE kind = 3)
            )
            INSERT INTO presence_dues (session_id, participant_id, offering_id, due_at)
            SELECT $1, participant_id, $2, $3 FROM heard ORDER BY participant_id
            ON CONFLICT (session_id, participant_id) DO UPDATE SET due_at = excluded.due_at WHERE presence_dues.due_at > excluded.due_at
            """, connection)
        {
            Parameters =
            {
                new() { Value = sessionId }, new() { Value = offeringId }, new() { Value = dueAt.UtcDateTime },
                Of(rows.Select(r => r.ParticipantId)), Of(rows.Select(r => r.Notice.Connection)),
                Of(rows.Select(r => (short)r.Notice.Kind)), Of(rows.Select(r => r.Notice.At.UtcDateTime)),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task EnteredAsync(Guid sessionId, Guid participantId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "INSERT INTO classroom_notices (session_id, participant_id, connection, kind, at) VALUES ($1, $2, '', 4, $3) ON CONFLICT DO NOTHING");
        foreach (var value in (object[])[sessionId, participantId, at.UtcDateTime]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="participants">About whom; with what is about everybody.</param>
    public static async Task<SessionNotices> ReadAsync(
        NpgsqlConnection connection, Guid sessionId, IEnumerable<Guid> participants, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT participant_id, connection, kind, at FROM classroom_notices WHERE session_id = $1 AND participant_id = ANY($2)", connection)
        {
            Parameters = { new() { Value = sessionId }, Of(participants.Append(ToldNotice.Everybody)) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var notices = new List<ToldNotice>();
        while (await reader.ReadAsync(cancellationToken))
            notices.Add(new(reader.GetGuid(0), new(reader.GetString(1), (NoticeKind)reader.GetInt16(2), reader.GetFieldValue<DateTimeOffset>(3))));
        return new(notices.ToLookup(n => n.ParticipantId, n => n.Notice));
    }

    public async Task<SessionNotices> ReadAsync(Guid sessionId, IEnumerable<Guid> participants, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, sessionId, participants, cancellationToken);
    }
}

/// <param name="ParticipantId">About whom.</param>
internal sealed record ToldNotice(Guid ParticipantId, ClassroomNotice Notice)
{
    public static readonly Guid Everybody = Guid.Empty;

    public static ToldNotice Ended(DateTimeOffset at) => new(Everybody, new("", NoticeKind.Ended, at));
}

internal sealed class SessionNotices(ILookup<Guid, ClassroomNotice> notices)
{
    public Presence PresenceOf(Guid participantId, Session session, DateTimeOffset now) =>
        Presence.Of(notices[participantId].Concat(notices[ToldNotice.Everybody]), session, now);

    /// <summary>When they first went in by our address.</summary>
    public DateTimeOffset? EnteredAt(Guid participantId) =>
        notices[participantId].Where(n => n.Kind is NoticeKind.Entered).Min(n => (DateTimeOffset?)n.At);
}
