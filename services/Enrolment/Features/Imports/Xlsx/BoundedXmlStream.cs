namespace Bpsdm.Enrolment.Features.Imports.Xlsx;

/// <summary>
/// An unpacked part of a workbook, as long as it looks like one: <c>XmlReader</c> keeps an attribute, a CDATA section or a
/// text as a whole in memory, however long it is.
/// </summary>
internal sealed class BoundedXmlStream(Stream inner, string part) : Stream
{
    private long _total;
    private int _sinceMarkup;
    private bool _endsWithMarkup;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _total; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        // No longer than a token may be, so that one is found where the piece ends.
        var read = inner.Read(buffer[..Math.Min(buffer.Length, XlsxLimits.TokenBytes)]);
        Check(buffer[..read]);
        return read;
    }

    private void Check(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return;
        _total += piece.Length;
        if (_total > XlsxLimits.PartBytes) throw Refused($"lebih dari {XlsxLimits.PartBytes >> 20} MiB setelah dibuka");

        // UTF-16 is not looked through here; a comment, a CDATA section or a DOCTYPE has no place in a sheet.
        if (piece.Contains((byte)0)) throw Refused("bukan XML UTF-8");
        if (piece.IndexOf("<!"u8) >= 0 || (_endsWithMarkup && piece[0] == '!')) throw Refused("memuat DOCTYPE, CDATA, atau komentar");
        _endsWithMarkup = piece[^1] == '<';

        var first = piece.IndexOf((byte)'<');
        if (_sinceMarkup + (first < 0 ? piece.Length : first) > XlsxLimits.TokenBytes) throw Refused("memuat isi sel yang terlalu panjang");
        _sinceMarkup = first < 0 ? _sinceMarkup + piece.Length : piece.Length - piece.LastIndexOf((byte)'<');
    }

    private ImportFileException Refused(string reason) => new($"Bagian '{part}' dari berkas XLSX {reason}.");

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
