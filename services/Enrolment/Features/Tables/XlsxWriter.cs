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
        await using var archive = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var (name, text) in Parts)
            await WritePartAsync(archive, name, part => part.WriteAsync(text.AsMemory(), cancellationToken), cancellationToken);
        await WritePartAsync(archive, "xl/worksheets/sheet1.xml", part => WriteSheetAsync(part, columns, rows, cancellationToken), cancellationToken);
    }

    private static async Task WritePartAsync(ZipArchive archive, string name, Func<StreamWriter, Task> write, CancellationToken cancellationToken)
    {
        await using var stream = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var part = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        await write(part);
    }

    private static async Task WriteSheetAsync(StreamWriter part, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var row = new StringBuilder($"""{Xml}<worksheet xmlns="{Main}"><sheetData>""");
        Append(row, columns);
        await foreach (var values in rows.WithCancellation(cancellationToken))
        {
            await part.WriteAsync(row, cancellationToken);
            row.Clear();
            Append(row, values);
        }
        row.Append("</sheetData></worksheet>");
        await part.WriteAsync(row, cancellationToken);
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
}
