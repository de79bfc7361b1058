using System.Buffers.Binary;

namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>
/// Looks at a ZIP's directory before anybody else reads it: .NET keeps an object for each entry, and 64 MiB hold more than a
/// million of them.
/// </summary>
internal static class PackageGuard
{
    private const uint EndSignature = 0x06054b50, EntrySignature = 0x02014b50;
    private const int EndBytes = 22, EntryBytes = 46, MaxComment = ushort.MaxValue;

    /// <exception cref="ImportFileException">It is no ZIP, or has too many entries.</exception>
    public static void Check(Stream file)
    {
        var position = DirectoryOf(file);
        Span<byte> header = stackalloc byte[EntryBytes];
        for (var entries = 0; TryRead(file, position, header) && BinaryPrimitives.ReadUInt32LittleEndian(header) == EntrySignature; entries++)
        {
            if (entries == XlsxLimits.Parts) throw new ImportFileException($"Berkas XLSX memuat lebih dari {XlsxLimits.Parts} bagian.");
            // Name, extra field and comment follow the header.
            position += EntryBytes + Short(header, 28) + Short(header, 30) + Short(header, 32);
        }
    }

    private static long DirectoryOf(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndBytes + MaxComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        for (var i = tail.Length - EndBytes; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i)) != EndSignature) continue;
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i + 16));
            // Zip64 is for what is larger than an upload may be.
            if (offset == uint.MaxValue || Short(tail, i + 10) == ushort.MaxValue || Short(tail, i + 4) == ushort.MaxValue) break;
            return offset;
        }
        throw new ImportFileException("Berkas bukan XLSX: bukan arsip ZIP yang utuh.");
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static bool TryRead(Stream file, long position, Span<byte> header)
    {
        if (position > file.Length - header.Length) return false;
        file.Position = position;
        file.ReadExactly(header);
        return true;
    }
}
