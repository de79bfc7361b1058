using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>The parts of an XLSX file (ECMA-376) that an import needs: its first visible sheet and the shared strings.</summary>
internal sealed class Workbook(ZipArchive archive)
{
    private const string Home = "xl/workbook.xml";

    /// <summary>Name and part of the first sheet that is not hidden.</summary>
    public (string Name, string Part) FirstSheet()
    {
        using var xml = Open(Home) ?? throw new ImportFileException("Berkas bukan buku kerja XLSX.");
        while (Read(xml))
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "sheet" } || xml.GetAttribute("state") is "hidden" or "veryHidden") continue;
            var id = xml.GetAttribute("id", xml.LookupNamespace("r") ?? "") ?? "";
            return (xml.GetAttribute("name") ?? "", TargetOf(r => string.Equals(r.Id, id, StringComparison.Ordinal))
                ?? throw new ImportFileException("Berkas XLSX rusak: lembar pertama tidak ada."));
        }
        throw new ImportFileException("Berkas XLSX tidak memuat lembar.");
    }

    /// <summary>Texts that cells refer to by number.</summary>
    public List<string> SharedStrings()
    {
        var strings = new List<string>();
        if (TargetOf(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)) is not { } part || Open(part) is not { } xml) return strings;
        using (xml)
        {
            var (text, characters) = (new StringBuilder(), 0);
            while (Read(xml))
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" }) ReadText(xml, text);
                // How a text is pronounced is not a part of it.
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" }) Skip(xml);
                if (xml is not { LocalName: "si" } || !(xml.NodeType == XmlNodeType.EndElement || xml.IsEmptyElement)) continue;
                characters += text.Length;
                if (strings.Count == XlsxLimits.SharedStrings || characters > XlsxLimits.SharedCharacters)
                    throw new ImportFileException("Berkas XLSX memuat terlalu banyak teks.");
                strings.Add(text.ToString());
                text.Clear();
            }
        }
        return strings;
    }

    /// <returns>Null when there is no such part.</returns>
    public XmlReader? Open(string part)
    {
        if (archive.GetEntry(part) is not { } entry) return null;
        return XmlReader.Create(new BoundedXmlStream(entry.Open(), part), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }

    public static bool Read(XmlReader xml)
    {
        if (!xml.Read()) return false;
        // It keeps something for every element that is open.
        return xml.Depth <= XlsxLimits.Depth ? true : throw new ImportFileException("Berkas XLSX rusak: XML terlalu dalam.");
    }

    /// <summary>Goes to the end of the element.</summary>
    public static void Skip(XmlReader xml)
    {
        var depth = xml.Depth;
        if (xml.IsEmptyElement) return;
        while (Read(xml) && xml.Depth > depth)
        {
            // XmlReader's own Skip would go into any depth.
        }
    }

    /// <summary>Appends the text inside of the element, up to its end.</summary>
    public static void ReadText(XmlReader xml, StringBuilder text)
    {
        if (xml.IsEmptyElement) return;
        while (Read(xml) && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) text.Append(xml.Value);
            if (text.Length > XlsxLimits.TokenBytes) throw new ImportFileException("Berkas XLSX memuat isi sel yang terlalu panjang.");
        }
    }

    private string? TargetOf(Func<(string Id, string Type), bool> wanted)
    {
        if (Open("xl/_rels/workbook.xml.rels") is not { } xml) return null;
        using (xml)
        {
            while (Read(xml))
            {
                if (xml is not { NodeType: XmlNodeType.Element, LocalName: "Relationship" }) continue;
                if (!wanted((xml.GetAttribute("Id") ?? "", xml.GetAttribute("Type") ?? "")) || xml.GetAttribute("Target") is not { } target) continue;
                return target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }
        return null;
    }
}
