using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Seating;

/// <summary>
/// Who is to be seated, in which order: a query of (position, line_number, nip, code), where code is a verdict that was
/// reached before. No NIP without a verdict may appear twice.
/// </summary>
internal sealed record Candidates(string Sql, int Count, NpgsqlParameter[] Parameters)
{
    public static Candidates One(string nip) => new(
        "SELECT 1 AS position, 1 AS line_number, @nip AS nip, NULL::text AS code", 1, [new("nip", nip)]);

    public static Candidates List(string[] nips) => new(
        "SELECT n::int AS position, n::int AS line_number, nip, NULL::text AS code FROM unnest(@nips) WITH ORDINALITY AS c(nip, n)",
        nips.Length, [new("nips", nips)]);

    public static Candidates Rows(Guid jobId, int after, int upTo) => new(
        """
        SELECT row_number AS position, line_number, value AS nip, code
        FROM import_rows WHERE job_id = @job AND row_number > @after AND row_number <= @up_to
        """,
        upTo - after,
        [new("job", jobId), new("after", NpgsqlDbType.Integer) { Value = after }, new("up_to", NpgsqlDbType.Integer) { Value = upTo }]);
}
