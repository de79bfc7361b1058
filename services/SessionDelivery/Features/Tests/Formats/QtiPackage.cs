using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>A content package: a zip file with a manifest and a file for each item.</summary>
internal static class QtiPackage
{
    private const int MaxItemBytes = 1024 * 1024;
    private static readonly XNamespace Package = "http://www.imsglobal.org/xsd/imscp_v1p1";

    /// <exception cref="InvalidDataException">It is no zip file.</exception>
    public static IReadOnlyList<ReadItem> Read(Stream zip)
    {
        var items = new List<ReadItem>();
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(IsItem))
        {
            using var stream = entry.Open();
            // What the directory says of the size is not to be trusted: a small file may unpack to gigabytes.
            var bytes = new byte[MaxItemBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxItemBytes)
            {
                items.Add(ReadItem.Failed(entry.FullName, 1, null, "Berkas soal lebih besar dari 1 MB."));
                continue;
            }
            using var xml = new MemoryStream(bytes, 0, length);
            items.Add(QtiReader.Read(entry.FullName, xml));
            if (items.Count > ImportItems.MaxItems) break;
        }
        return items;
    }

    public static byte[] Write(string identifier, IEnumerable<Item> items)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            var files = items.Select((item, i) => (Item: item, Path: string.Create(CultureInfo.InvariantCulture, $"items/{i + 1:0000}.xml"))).ToList();
            Add(archive, "imsmanifest.xml", new XDocument(new XElement(
                Package + "manifest", new XAttribute("identifier", identifier),
                new XElement(Package + "metadata", new XElement(Package + "schema", "QTIv2.1 Package"), new XElement(Package + "schemaversion", "1.0.0")),
                new XElement(Package + "organizations"),
                new XElement(Package + "resources", files.Select((f, i) => new XElement(
                    Package + "resource", new XAttribute("identifier", string.Create(CultureInfo.InvariantCulture, $"ITEM-{i + 1}")),
                    new XAttribute("type", "imsqti_item_xmlv2p1"), new XAttribute("href", f.Path), new XElement(Package + "file", new XAttribute("href", f.Path))))))));
            foreach (var (item, path) in files) Add(archive, path, QtiWriter.Write(item));
        }
        return zip.ToArray();
    }

    private static bool IsItem(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !entry.Name.Equals("imsmanifest.xml", StringComparison.OrdinalIgnoreCase)
        && !entry.Name.Equals("assessmentTest.xml", StringComparison.OrdinalIgnoreCase);

    private static void Add(ZipArchive archive, string path, XDocument document)
    {
        using var entry = archive.CreateEntry(path).Open();
        // No indentation: blanks between words and signs would become part of the texts.
        document.Save(entry, SaveOptions.DisableFormatting);
    }
}
