using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Bpsdm.Enrolment.Features.Tables;

/// <summary>
/// A workbook of one sheet (ECMA-376), written as it goes. Texts are inline strings: a cell of this kind is never a formula,
/// and no table of strings has to be kept until the end.
/// </summary>
internal static class XlsxWriter
{
    private const string Xml = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private static readonly (string Name, string Text)[] Parts =
    [
        ("[Content_Types].xml",
            $"""
            {Xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Content}.worksheet+xml"/></Types>
            """),
        ("_rels/.rels",
            $"""{Xml}<Relationships xmlns="{Relationships}"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml",
            $"""{Xml}<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels",
            $"""{Xml}<Relationships xmlns="{Relationships}"><Relationship Id="r1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
    ];

    public static async Task WriteAsync(Stream body, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var sink = new Sink(body);
        using (var archive = new ZipArchive(sink, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in Parts)
            {
                await using var part = OpenPart(archive, name);
                part.Write(text);
            }
            await using var sheet = OpenPart(archive, "xl/worksheets/sheet1.xml");
            await WriteSheetAsync(sheet, sink, columns, rows, cancellationToken);
        }
        await sink.SendAsync(atLeast: 0, cancellationToken);
    }

    private static StreamWriter OpenPart(ZipArchive archive, string name) =>
        new(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));

    private static async Task WriteSheetAsync(
        StreamWriter sheet, Sink sink, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"""{Xml}<worksheet xmlns="{Main}"><sheetData>""");
        Append(text, columns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Append(text, row);
            sheet.Write(text);
            text.Clear();
            await sink.SendAsync(atLeast: 32 * 1024, cancellationToken);
        }
        sheet.Write(text.Append("</sheetData></worksheet>"));
    }

    private static void Append(StringBuilder row, object?[] values)
    {
        row.Append("<row>");
        foreach (var value in values)
        {
            if (value is int or long) row.Append(CultureInfo.InvariantCulture, $"<c><v>{value}</v></c>");
            else AppendText(row.Append("""<c t="inlineStr"><is><t xml:space="preserve">"""), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Append("</t></is></c>");
        }
        row.Append("</row>");
    }

    private static StringBuilder AppendText(StringBuilder row, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => row.Append("&amp;"),
                '<' => row.Append("&lt;"),
                '>' => row.Append("&gt;"),
                // Not allowed in XML 1.0, not even escaped.
                < ' ' and not '\t' and not '\n' and not '\r' or '\uFFFE' or '\uFFFF' => row.Append('\uFFFD'),
                _ => row.Append(c),
            };
        }
        return row;
    }

    /// <summary>Takes what a ZIP archive writes, which it does synchronously, and sends it on asynchronously.</summary>
    private sealed class Sink(Stream body) : Stream
    {
        private readonly ArrayBufferWriter<byte> _waiting = new();

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async ValueTask SendAsync(int atLeast, CancellationToken cancellationToken)
        {
            if (_waiting.WrittenCount < atLeast) return;
            await body.WriteAsync(_waiting.WrittenMemory, cancellationToken);
            _waiting.ResetWrittenCount();
        }

        public override void Write(byte[] buffer, int offset, int count) => _waiting.Write(buffer.AsSpan(offset, count));
        public override void Write(ReadOnlySpan<byte> buffer) => _waiting.Write(buffer);

        public override void Flush()
        {
            // Sent by SendAsync.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
