using System.Text.Unicode;
using CsvHelper;

namespace Bpsdm.Certification.Siasn;

/// <param name="State">accepted or refused.</param>
internal sealed record SiasnAnswer(int Line, Guid Id, string State, string? Message);

/// <summary>A line of an answer file that was passed over, and why.</summary>
public sealed record LineError(int Line, string Message);

/// <summary>The file is none of the kind: nothing of it was taken.</summary>
internal sealed class AnswerFileException(string message) : Exception(message);

/// <summary>What SIASN said of the records of an export: CSV with the columns id, status and, where it likes, message.</summary>
internal static class AnswerFile
{
    public const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxRows = 200_000, MaxRecordBytes = 4_096, MaxMessage = 500;

    public static readonly string[] Columns = ["id", "status", "message"];

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',', HasHeader = false, TrimWhitespace = true, AllowLineBreaksInQuotes = false, MaxRecordSize = MaxRecordBytes, TrackLineNumbers = true,
    };

    /// <exception cref="AnswerFileException">It cannot be read as such a file.</exception>
    public static async Task<(List<SiasnAnswer> Answers, List<LineError> Errors)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(body, Options, leaveOpen: true);
        if (!await NextAsync(csv, cancellationToken)) throw new AnswerFileException("Berkas kosong.");
        var header = Fields(csv);
        header[0] = header[0].TrimStart('\uFEFF');
        var (id, status, message) = (Array.IndexOf(header, "id"), Array.IndexOf(header, "status"), Array.IndexOf(header, "message"));
        if (id < 0 || status < 0) throw new AnswerFileException("Baris pertama harus memuat judul kolom id dan status (dan bila perlu message), dipisahkan koma.");

        var (answers, errors, seen) = (new List<SiasnAnswer>(), new List<LineError>(), new HashSet<Guid>());
        while (await NextAsync(csv, cancellationToken))
        {
            if (answers.Count + errors.Count == MaxRows) throw new AnswerFileException($"Berkas memuat lebih dari {MaxRows} baris.");
            var (line, fields) = ((int)csv.LineNumber, Fields(csv));
            var text = message >= 0 && message < fields.Length && fields[message].Length > 0 ? Unescaped(fields[message]) : null;
            if (fields.Length != header.Length) Fail($"Jumlah kolom {fields.Length}, seharusnya {header.Length}.");
            else if (!Guid.TryParse(fields[id], out var certificate)) Fail("id bukan id sertifikat.");
            else if (fields[status] is not (SiasnEntry.Accepted or SiasnEntry.Refused)) Fail("status harus accepted atau refused.");
            else if (text?.Length > MaxMessage || text?.Any(char.IsControl) is true) Fail($"message paling panjang {MaxMessage} huruf, tanpa karakter kendali.");
            else if (!seen.Add(certificate)) Fail("id ini sudah ada pada baris sebelumnya.");
            else answers.Add(new(line, certificate, fields[status], text));

            void Fail(string why) => errors.Add(new(line, why));
        }
        return answers.Count + errors.Count > 0 ? (answers, errors) : throw new AnswerFileException("Berkas hanya berisi judul kolom.");
    }

    /// <summary>Without the quote that keeps a text from becoming a formula, where the file is one that we gave.</summary>
    private static string Unescaped(string text) => text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;

    private static string[] Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i))];

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            if (!await csv.ReadAsync(cancellationToken)) return false;
        }
        catch (CsvFormatException e)
        {
            throw new AnswerFileException($"Baris {e.LineNumber} tidak dapat dibaca atau lebih panjang dari {MaxRecordBytes} byte.");
        }
        var record = csv.RawRecord;
        if (record.Contains((byte)0) || !Utf8.IsValid(record)) throw new AnswerFileException($"Baris {csv.LineNumber} memuat byte yang bukan teks UTF-8.");
        return true;
    }
}
