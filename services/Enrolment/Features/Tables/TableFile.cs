using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Tables;

/// <summary>
/// A list as a file, row by row from the database to the wire. It is opened in a spreadsheet: a text that starts like a
/// formula must not become one.
/// </summary>
internal static class TableFile
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <param name="format">CSV or XLSX.</param>
    /// <param name="name">Of the file, without its extension.</param>
    /// <param name="columns">Their titles.</param>
    /// <param name="rows">Texts, whole numbers or nulls.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static PushStreamHttpResult Of(
        TableFormat format, string name, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken) => format switch
    {
        TableFormat.Csv => TypedResults.Stream(body => WriteCsvAsync(body, columns, rows, cancellationToken), "text/csv; charset=utf-8", $"{name}.csv"),
        TableFormat.Xlsx => TypedResults.Stream(body => XlsxWriter.WriteAsync(body, columns, rows, cancellationToken), XlsxType, $"{name}.xlsx"),
        TableFormat.Json => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static async Task WriteCsvAsync(Stream body, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        foreach (var column in columns) csv.WriteField(column);
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var value in row) csv.WriteField(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            await csv.EndRecordAsync(cancellationToken);
        }
    }
}
