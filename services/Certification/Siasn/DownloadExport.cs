using System.ComponentModel;
using System.Text.Json;
using Bpsdm.Certification.Data;
using Bpsdm.ServiceDefaults;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Siasn;

/// <summary>Rows go from the database to the wire one by one. A text that starts like a formula does not become one in a spreadsheet.</summary>
internal static class DownloadExport
{
    private const string Csv = "text/csv; charset=utf-8";

    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    public static async Task<IResult> RecordsAsync(
        Guid id, [Description("json (bawaan) atau csv.")] string? format, CertificationDb db, CancellationToken cancellationToken)
    {
        if (format is not (null or "" or "json" or "csv")) return Problems.Invalid("format", "format harus json atau csv.");
        if (await db.FindExportAsync(id, cancellationToken) is not { } export) return ReadExports.NotFound(id);
        var records = SiasnRecord.Of(export, db);
        return format is "csv"
            ? TypedResults.Stream(body => WriteCsvAsync(body, SiasnRecord.Columns, records.Select(r => r.Values), cancellationToken), Csv, $"siasn-{id}.csv")
            : TypedResults.Stream(body => JsonSerializer.SerializeAsync(body, records, JsonSerializerOptions.Web, cancellationToken), "application/json", $"siasn-{id}.json");
    }

    public static async Task<IResult> AnswersAsync(Guid id, CertificationDb db, CancellationToken cancellationToken)
    {
        if (await db.FindExportAsync(id, cancellationToken) is null) return ReadExports.NotFound(id);
        var answers = db.SiasnEntries.AsNoTracking().Where(e => e.ExportId == id && e.AnsweredAt != null).OrderBy(e => e.Line).AsAsyncEnumerable()
            .Select(e => (string[])[e.CertificateId.ToString(), e.State, e.Message ?? ""]);
        return TypedResults.Stream(body => WriteCsvAsync(body, AnswerFile.Columns, answers, cancellationToken), Csv, $"siasn-{id}-jawaban.csv");
    }

    private static async Task WriteCsvAsync(Stream body, string[] columns, IAsyncEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        foreach (var column in columns) csv.WriteField(column);
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var value in row) csv.WriteField(value);
            await csv.EndRecordAsync(cancellationToken);
        }
    }
}
