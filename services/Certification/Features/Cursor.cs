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
    private const byte Request = 3;
    private const byte Feed = 4;

    public static string Of(long position)
    {
        Span<byte> bytes = [Position, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>A place in the HR feed. Before the first restore (generation 0) it is a position alone.</summary>
    public static string OfFeed(long generation, long position)
    {
        if (generation == 0) return Of(position);
        Span<byte> bytes = stackalloc byte[17];
        bytes[0] = Feed;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], generation);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], position);
        return Base64Url.EncodeToString(bytes);
    }

    public static string Of(Guid certificateId) => Of(Certificate, certificateId);

    public static string OfRequest(Guid requestId) => Of(Request, requestId);

    public static bool TryRead(string cursor, out long position)
    {
        position = 0;
        if (Decode(cursor, Position, sizeof(long)) is not { } bytes) return false;
        position = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        return position >= 0;
    }

    public static bool TryReadFeed(string cursor, out long generation, out long position)
    {
        generation = 0;
        if (TryRead(cursor, out position)) return true;
        if (Decode(cursor, Feed, 2 * sizeof(long)) is not { } bytes) return false;
        generation = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        position = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(9));
        return generation > 0 && position >= 0;
    }

    public static bool TryRead(string cursor, out Guid certificateId) => TryRead(cursor, Certificate, out certificateId);

    public static bool TryReadRequest(string cursor, out Guid requestId) => TryRead(cursor, Request, out requestId);

    private static string Of(byte kind, Guid id) => Base64Url.EncodeToString([kind, .. id.ToByteArray(bigEndian: true)]);

    private static bool TryRead(string cursor, byte kind, out Guid id)
    {
        id = Guid.Empty;
        if (Decode(cursor, kind, 16) is not { } bytes) return false;
        id = new Guid(bytes.AsSpan(1), bigEndian: true);
        return true;
    }

    private static byte[]? Decode(string cursor, byte kind, int size)
    {
        if (cursor.Length > 64 || !Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        return bytes.Length == size + 1 && bytes[0] == kind ? bytes : null;
    }
}
