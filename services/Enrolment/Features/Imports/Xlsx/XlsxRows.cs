using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using Bpsdm.Enrolment.Domain;

namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>
/// The rows of an XLSX body, one at a time. A ZIP is read from its end, so the body is put on disk first; in memory are the
/// shared strings and a row. Read by hand and not by a library because a file is an attack until it is read: see
/// docs/decisions/0030.
/// </summary>
internal static class XlsxRows
{
    private static readonly SemaphoreSlim Readers = new(XlsxLimits.AtOnce);

    /// <exception cref="ImportFileException">The body is no such file.</exception>
    /// <exception cref="TooManyRowsException">It has more rows than allowed.</exception>
    public static async IAsyncEnumerable<(int Line, RowContent Content)> ReadAsync(
        Stream body, ImportFormat format, int maxRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"bpsdm-{Guid.CreateVersion7():N}.xlsx"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await body.CopyToAsync(file, cancellationToken);
        await Readers.WaitAsync(cancellationToken);
        try
        {
            using var rows = Refused(() => Read(file, format).GetEnumerator());
            var count = 0;
            while (Refused(rows.MoveNext))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++count > maxRows) throw new TooManyRowsException($"Berkas memuat lebih dari {maxRows} baris.");
                yield return rows.Current;
            }
            if (count == 0) throw new ImportFileException("Berkas hanya berisi judul kolom.");
        }
        finally
        {
            Readers.Release();
        }
    }

    private static IEnumerable<(int Line, RowContent Content)> Read(Stream file, ImportFormat format)
    {
        PackageGuard.Check(file);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var workbook = new Workbook(archive);
        var (name, part) = workbook.FirstSheet();
        var shared = workbook.SharedStrings();
        using var xml = workbook.Open(part) ?? throw new ImportFileException("Berkas XLSX rusak: lembar pertama tidak ada.");
        var sheet = new SheetRows(xml, name, shared);

        var columns = 0;
        foreach (var (line, cells) in sheet.Read())
        {
            if (columns == 0)
            {
                if (!format.Fits(cells)) throw new ImportFileException($"Lembar '{name}' baris {line}: {format.Describe()}");
                columns = cells.Length;
                sheet.DateColumn = Array.FindIndex(cells, c => string.Equals(c, ImportFormat.LeftAt, StringComparison.OrdinalIgnoreCase));
                continue;
            }
            yield return (line, cells.Length > columns
                ? new RowContent { Value = cells[0], Code = Outcomes.MalformedRow }
                : format.Read([.. cells, .. Enumerable.Repeat("", columns - cells.Length)]));
        }
        if (columns == 0) throw new ImportFileException($"Lembar '{name}' kosong.");
    }

    /// <summary>What the readers of ZIP and XML cannot make sense of is the file's fault.</summary>
    private static T Refused<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new ImportFileException($"Berkas XLSX rusak atau dilindungi: {e.Message}", e);
        }
    }
}
