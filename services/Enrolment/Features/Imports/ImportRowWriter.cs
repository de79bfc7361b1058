using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Brings the rows of an upload into the database by COPY, as they arrive.</summary>
internal static class ImportRowWriter
{
    private const int MaxKeptValue = 100;

    /// <returns>How many rows were written.</returns>
    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, Guid jobId, IAsyncEnumerable<(int Line, RowContent Content)> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY import_rows (job_id, row_number, line_number, value, code, name, birth_place, birth_date, kind, agency_code, rank, position, staff_group)
            FROM STDIN (FORMAT BINARY)
            """, cancellationToken);
        var number = 0;
        await foreach (var (line, row) in rows.WithCancellation(cancellationToken))
        {
            number++;
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(jobId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(line, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.Value.Length > MaxKeptValue ? row.Value[..MaxKeptValue] : row.Value, NpgsqlDbType.Text, cancellationToken);
            await WriteTextAsync(copy, row.Code, cancellationToken);
            await WriteTextAsync(copy, row.Name, cancellationToken);
            await WriteTextAsync(copy, row.BirthPlace, cancellationToken);
            if (row.BirthDate is { } birth) await copy.WriteAsync(birth, NpgsqlDbType.Date, cancellationToken);
            else await copy.WriteNullAsync(cancellationToken);
            await WriteTextAsync(copy, row.Kind is { } kind ? LowerCase<EmploymentKind>.Write(kind) : null, cancellationToken);
            await WriteTextAsync(copy, row.AgencyCode, cancellationToken);
            await WriteTextAsync(copy, row.Rank, cancellationToken);
            await WriteTextAsync(copy, row.Position, cancellationToken);
            await WriteTextAsync(copy, row.StaffGroup, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
        return number;
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
}
