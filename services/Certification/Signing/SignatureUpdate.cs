using System.Globalization;
using System.Text;

namespace Bpsdm.Certification.Signing;

/// <summary>
/// An update at the end of a PDF (ISO 32000-1, 7.5.6) that adds a signature with room for its value. What stands before it
/// is not touched; the signature covers all of the file except its own value.
/// </summary>
internal sealed class SignatureUpdate
{
    /// <summary>A signature by RSA 2048 with one certificate is some 1,700 bytes; this holds a chain of four large ones.</summary>
    private const int ValueBytes = 12_288;

    private const string RangePlaceholder = "[0 0000000000 0000000000 0000000000]";

    private readonly byte[] _file;
    private readonly int _valueStart, _valueEnd;

    private SignatureUpdate(byte[] file, int valueStart)
    {
        (_file, _valueStart, _valueEnd) = (file, valueStart, valueStart + (2 * ValueBytes) + 2);
        var range = string.Create(CultureInfo.InvariantCulture, $"[0 {_valueStart} {_valueEnd} {_file.Length - _valueEnd}]");
        var placeholder = _file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(RangePlaceholder));
        Encoding.ASCII.GetBytes(range.PadRight(RangePlaceholder.Length), _file.AsSpan(placeholder));
    }

    public static SignatureUpdate Of(byte[] pdf, string name, SignatureDetails details)
    {
        var parts = PdfParts.Read(pdf);
        var (signature, field) = (parts.Size, parts.Size + 1);
        var before = string.Create(CultureInfo.InvariantCulture,
            $"""
            <</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached
            /M (D:{details.At.UtcDateTime:yyyyMMddHHmmss}+00'00')
            /Name {Text(name)}
            /Reason {Text(details.Reason)}
            /Location {Text(details.Location)}
            /ByteRange {RangePlaceholder}
            /Contents 
            """);
        (int Number, string Body)[] objects =
        [
            (parts.Catalog.Number, parts.Catalog.With(string.Create(CultureInfo.InvariantCulture, $"/AcroForm <</Fields [{field} 0 R] /SigFlags 3>>"))),
            (parts.FirstPage.Number, parts.FirstPage.With(string.Create(CultureInfo.InvariantCulture, $"/Annots [{field} 0 R]"))),
            (signature, $"{before}<{new string('0', 2 * ValueBytes)}>>>"),
            // Without a size: what people see of the signature is drawn on the page itself. 132: printed and locked.
            (field, string.Create(CultureInfo.InvariantCulture,
                $"<</Type /Annot /Subtype /Widget /FT /Sig /T (Penerbit) /V {signature} 0 R /P {parts.FirstPage.Number} 0 R /Rect [0 0 0 0] /F 132>>")),
        ];

        using var file = new MemoryStream(pdf.Length + (2 * ValueBytes) + 2048);
        file.Write(pdf);
        file.WriteByte((byte)'\n');
        var (table, valueStart) = (new StringBuilder("xref\n"), 0);
        foreach (var (number, body) in objects.OrderBy(o => o.Number))
        {
            table.Append(CultureInfo.InvariantCulture, $"{number} 1\n{file.Position:0000000000} 00000 n \n");
            var head = string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n");
            if (number == signature) valueStart = (int)file.Position + head.Length + before.Length;
            file.Write(Encoding.Latin1.GetBytes($"{head}{body}\nendobj\n"));
        }
        var start = file.Position;
        table.Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {parts.Size + 2} /Root {parts.Catalog.Number} 0 R {parts.Info}/Prev {parts.TableStart}>>\nstartxref\n{start}\n%%EOF\n");
        file.Write(Encoding.ASCII.GetBytes(table.ToString()));
        return new(file.ToArray(), valueStart);
    }

    /// <summary>The bytes that are signed.</summary>
    public byte[] Signed() => [.. _file.AsSpan(0, _valueStart), .. _file.AsSpan(_valueEnd)];

    public byte[] Filled(byte[] value)
    {
        if (value.Length > ValueBytes) throw new InvalidOperationException($"A signature of {value.Length} bytes does not fit: the chain of certificates is too long.");
        Encoding.ASCII.GetBytes(Convert.ToHexString(value), _file.AsSpan(_valueStart + 1));
        return _file;
    }

    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
