using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bpsdm.Certification.Signing;

/// <summary>What an update of a PDF has to know of it. Reads what SkiaSharp writes: one table of objects, dictionaries that are not compressed.</summary>
internal sealed partial record PdfParts(int Size, int TableStart, string Info, PdfDictionary Catalog, PdfDictionary FirstPage)
{
    public static PdfParts Read(byte[] pdf)
    {
        // Each byte is one character, so that places in the text are places in the file.
        var text = Encoding.Latin1.GetString(pdf);
        var table = Number(Last(text, "startxref"), Start());
        var end = text[text.LastIndexOf("trailer", StringComparison.Ordinal)..];
        var catalog = Dictionary(text, table, Number(end, Root()));
        var pages = Dictionary(text, table, Number(catalog.Body, Pages()));
        return new(
            Number(end, TrailerSize()), table, InfoEntry().Match(end) is { Success: true } info ? $"{info.Value} " : "",
            catalog, Dictionary(text, table, Number(pages.Body, FirstKid())));
    }

    private static string Last(string text, string word) => text[text.LastIndexOf(word, StringComparison.Ordinal)..];

    private static PdfDictionary Dictionary(string text, int table, int number)
    {
        // After "xref", "0 n" and the entry of object 0, each entry is 20 bytes.
        var entries = text.IndexOf('\n', text.IndexOf('\n', table) + 1) + 1;
        var start = int.Parse(text.AsSpan(entries + (20 * number), 10), CultureInfo.InvariantCulture);
        var body = text[(text.IndexOf("obj", start, StringComparison.Ordinal) + 3)..text.IndexOf("endobj", start, StringComparison.Ordinal)].Trim();
        return body.StartsWith("<<", StringComparison.Ordinal) && body.EndsWith(">>", StringComparison.Ordinal)
            ? new(number, body)
            : throw new InvalidOperationException($"Object {number} of the PDF is no dictionary.");
    }

    private static int Number(string text, Regex pattern) => pattern.Match(text) is { Success: true } match
        ? int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"The PDF lacks {pattern}.");

    [GeneratedRegex(@"startxref\s+(?<n>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Start();

    [GeneratedRegex("/Root (?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Root();

    [GeneratedRegex("/Info (?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InfoEntry();

    [GeneratedRegex("/Size (?<n>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TrailerSize();

    [GeneratedRegex("/Pages (?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pages();

    [GeneratedRegex(@"/Kids \[(?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstKid();
}

/// <param name="Body">With its brackets.</param>
internal sealed record PdfDictionary(int Number, string Body)
{
    public string With(string entry) => $"{Body[..^2]}\n{entry}>>";
}
