using Bpsdm.SessionDelivery.Domain;
using Npgsql;
using NpgsqlTypes;
using static Bpsdm.SessionDelivery.Data.BatchWriting;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>The part of <see cref="ParticipantStore"/> that knows corrections and wrong codes; it rides in the same round trips.</summary>
internal static class AttendanceStore
{
    public static readonly string[] Selects =
    [
        "SELECT participant_id, session_id, count FROM wrong_codes WHERE participant_id = ANY($1)",
        """
        SELECT participant_id, id, session_id, present, reason, corrected_by, corrected_at, attended_at
        FROM attendance_corrections WHERE participant_id = ANY($1) ORDER BY participant_id, number
        """,
    ];

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, ParticipantRecord> records, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records[reader.GetGuid(0)].RestoreWrongCodes(reader.GetGuid(1), reader.GetInt16(2));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            records[reader.GetGuid(0)].Restore(new AttendanceCorrection(
                reader.GetGuid(1), reader.GetGuid(2), reader.GetBoolean(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6), reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7)));
        }
    }

    /// <summary>Before the attendances are written: one that is taken back may be recorded anew in the same batch.</summary>
    public static void Save(NpgsqlBatch batch, IReadOnlyCollection<ParticipantRecord> records)
    {
        Add(batch, [.. records.SelectMany(r => r.Changes.WrongCodes, (r, w) => (Record: r, SessionId: w.Key, Count: w.Value))], rows => new(
            """
            INSERT INTO wrong_codes (participant_id, offering_id, session_id, count) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (participant_id, session_id) DO UPDATE SET count = excluded.count
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)),
                Of(rows.Select(r => r.SessionId)), Of(rows.Select(r => (short)r.Count)),
            },
        });
        Add(batch, [.. records.SelectMany(r => r.Changes.Corrections, (r, c) => (Record: r, Correction: c))], rows => new(
            """
            INSERT INTO attendance_corrections (participant_id, offering_id, id, session_id, present, reason, corrected_by, corrected_at, attended_at)
            SELECT participant_id, offering_id, id, session_id, present, reason, corrected_by, corrected_at, attended_at
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
              WITH ORDINALITY AS c(participant_id, offering_id, id, session_id, present, reason, corrected_by, corrected_at, attended_at, n)
            ORDER BY n
            """)
        {
            Parameters =
            {
                Ids(rows.Select(r => r.Record)), Offerings(rows.Select(r => r.Record)),
                Of(rows.Select(r => r.Correction.Id)), Of(rows.Select(r => r.Correction.SessionId)),
                Of(rows.Select(r => r.Correction.Present)), Of(rows.Select(r => r.Correction.Reason)),
                Of(rows.Select(r => r.Correction.CorrectedBy)), Of(rows.Select(r => r.Correction.CorrectedAt.UtcDateTime)),
                Of(rows.Select(r => r.Correction.AttendedAt?.UtcDateTime), NpgsqlDbType.TimestampTz),
            },
        });
        Add(batch, [.. records.SelectMany(r => r.Changes.Absent, (r, s) => (Record: r, SessionId: s))], rows => new(
            "DELETE FROM attendances a USING unnest($1::uuid[], $2::uuid[]) AS t(participant_id, session_id) WHERE a.participant_id = t.participant_id AND a.session_id = t.session_id")
        {
            Parameters = { Ids(rows.Select(r => r.Record)), Of(rows.Select(r => r.SessionId)) },
        });
    }
}
