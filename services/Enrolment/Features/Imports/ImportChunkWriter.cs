using System.Globalization;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Brings the rows of an upload into the database a chunk at a time, as they arrive.</summary>
internal static class ImportChunkWriter
{
    private const int MaxKeptValue = 100;

    private const string Sql =
        """
        INSERT INTO import_chunks (job_id, rows_before, lines, nips, codes, names, birth_places, birth_dates, kinds,
          agency_codes, ranks, positions, staff_groups, left_dates)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """;

    /// <returns>How many rows were written.</returns>
    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, Guid jobId, IAsyncEnumerable<(int Line, RowContent Content)> rows, int chunkRows, CancellationToken cancellationToken)
    {
        var chunk = new List<(int Line, RowContent Content)>(chunkRows);
        // A NIP that is well formed counts once, at its first line. As numbers, those of the largest file are some 20 MB.
        var seen = new HashSet<long>();
        var total = 0;
        await foreach (var (line, row) in rows.WithCancellation(cancellationToken))
        {
            var isRepeated = row.Code is null && !seen.Add(long.Parse(row.Value, NumberStyles.None, CultureInfo.InvariantCulture));
            chunk.Add((line, isRepeated ? row with { Code = Outcomes.DuplicateInFile } : row));
            if (chunk.Count == chunkRows) await FlushAsync();
        }
        if (chunk.Count > 0) await FlushAsync();
        return total;

        async Task FlushAsync()
        {
            await InsertAsync(connection, jobId, total, chunk, cancellationToken);
            total += chunk.Count;
            chunk.Clear();
        }
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, Guid jobId, int rowsBefore, List<(int Line, RowContent Content)> chunk, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = jobId },
                new() { Value = rowsBefore },
                new() { Value = Column(c => c.Line) },
                new() { Value = Column(c => c.Content.Value.Length > MaxKeptValue ? c.Content.Value[..MaxKeptValue] : c.Content.Value) },
                new() { Value = Column(c => c.Content.Code) },
                new() { Value = Column(c => c.Content.Name) },
                new() { Value = Column(c => c.Content.BirthPlace) },
                new() { Value = Column(c => c.Content.BirthDate) },
                new() { Value = Column(c => c.Content.Kind is { } kind ? LowerCase<EmploymentKind>.Write(kind) : null) },
                new() { Value = Column(c => c.Content.AgencyCode) },
                new() { Value = Column(c => c.Content.Rank) },
                new() { Value = Column(c => c.Content.Position) },
                new() { Value = Column(c => c.Content.StaffGroup) },
                new() { Value = Column(c => c.Content.LeftAt) },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);

        T[] Column<T>(Func<(int Line, RowContent Content), T> value)
        {
            var column = new T[chunk.Count];
            for (var i = 0; i < column.Length; i++) column[i] = value(chunk[i]);
            return column;
        }
    }
}
