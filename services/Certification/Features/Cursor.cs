using System.Buffers.Binary;
using System.Buffers.Text;

namespace Bpsdm.Certification.Features;

/// <summary>
/// Opaque cursors of lists. Each begins with the kind of its list, so that one of another list is refused rather than
/// taken for a place in this one.
/// </summary>
internal static class Cursor
{
    private const byte Position = 1;
    private const byte Certificate = 2;

    public static string Of(long position)
    {
        Span<byte> bytes = [Position, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position);
        return Base64Url.EncodeToString(bytes);
    }

    public static string Of(Guid certificateId) => Base64Url.EncodeToString([Certificate, .. certificateId.ToByteArray(bigEndian: true)]);

    public static bool TryRead(string cursor, out long position)
    {
        position = 0;
        if (Decode(cursor, Position, sizeof(long)) is not { } bytes) return false;
        position = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        return position >= 0;
    }

    public static bool TryRead(string cursor, out Guid certificateId)
    {
        certificateId = Guid.Empty;
        if (Decode(cursor, Certificate, 16) is not { } bytes) return false;
        certificateId = new Guid(bytes.AsSpan(1), bigEndian: true);
        return true;
    }

    private static byte[]? Decode(string cursor, byte kind, int size)
    {
        if (cursor.Length > 64 || !Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        return bytes.Length == size + 1 && bytes[0] == kind ? bytes : null;
    }
}
