using Npgsql;

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

    /// <param name="lines">Of the file.</param>
    /// <param name="nips">In the order of the lines.</param>
    /// <param name="codes">The verdict on each, or null.</param>
    public static Candidates Rows(int[] lines, string[] nips, string?[] codes) => new(
        """
        SELECT position::int, line_number, nip, code FROM unnest(@lines, @nips, @codes) WITH ORDINALITY AS r(line_number, nip, code, position)
        """,
        nips.Length,
        [new("lines", lines), new("nips", nips), new("codes", codes)]);
}
