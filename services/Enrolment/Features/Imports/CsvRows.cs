using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Bpsdm.Enrolment.Domain;
using CsvHelper;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>The rows of a CSV body, one at a time: the file is never in memory as a whole.</summary>
internal static class CsvRows
{
    private const int MaxRecordBytes = 4_096;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        // No column has a line break in it; so one bad quote costs one row, not the rest of the file.
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = MaxRecordBytes,
        TrackLineNumbers = true,
    };

    /// <exception cref="ImportFileException">The body is no such file.</exception>
    /// <exception cref="TooManyRowsException">It has more rows than allowed.</exception>
    public static async IAsyncEnumerable<(int Line, RowContent Content)> ReadAsync(
        Stream body, ImportFormat format, int maxRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(body, Options, leaveOpen: true);
        if (!await ReadRecordAsync(csv, cancellationToken)) throw new ImportFileException("Berkas kosong.");
        var columns = csv.FieldCount;
        if (!format.Fits(Fields(csv))) throw ImportFileException.At(csv.LineNumber, format.Describe());

        var rows = 0;
        while (await ReadRecordAsync(csv, cancellationToken))
        {
            if (++rows > maxRows) throw new TooManyRowsException($"Berkas memuat lebih dari {maxRows} baris.");
            yield return ((int)csv.LineNumber, ReadRow(csv, format, columns));
        }
        if (rows == 0) throw new ImportFileException("Berkas hanya berisi judul kolom.");
    }

    private static RowContent ReadRow(CsvReader csv, ImportFormat format, int columns) =>
        csv.FieldCount == columns
            ? format.Read(Fields(csv))
            : new RowContent { Value = csv.GetString(0), Code = Outcomes.MalformedRow };

    private static string[] Fields(CsvReader csv)
    {
        var fields = new string[csv.FieldCount];
        for (var i = 0; i < fields.Length; i++) fields[i] = csv.GetString(i);
        return fields;
    }

    private static async Task<bool> ReadRecordAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            if (!await csv.ReadAsync(cancellationToken)) return false;
        }
        catch (CsvFormatException e)
        {
            throw ImportFileException.At(e.LineNumber, $"tidak dapat dibaca atau lebih panjang dari {MaxRecordBytes} byte.");
        }
        var record = csv.RawRecord;
        if (record.Length > MaxRecordBytes) throw ImportFileException.At(csv.LineNumber, $"lebih panjang dari {MaxRecordBytes} byte.");
        if (record.Contains((byte)0)) throw ImportFileException.At(csv.LineNumber, "memuat byte NUL; berkas ini bukan teks CSV.");
        if (!Utf8.IsValid(record)) throw ImportFileException.At(csv.LineNumber, "memuat byte yang bukan UTF-8; simpan berkas sebagai CSV UTF-8.");
        return true;
    }
}
