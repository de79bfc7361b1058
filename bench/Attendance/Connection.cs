using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bpsdm.Attendance;

/// <summary>
/// One HTTP/1.1 connection that is kept, one request at a time. HttpClient would take as much of the machine as the service
/// that is measured; this takes a small part of it.
/// </summary>
internal sealed class Connection(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<Connection> OpenAsync(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>The whole answer, with its headers.</returns>
    public async Task<string> SendAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var filled = 0;
        do
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0) throw new IOException("The connection was closed.");
            filled += read;
        }
        while (!IsWhole(_buffer.AsSpan(0, filled)));
        return Encoding.UTF8.GetString(_buffer, 0, filled);
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var length = answer[..end].IndexOf("Content-Length: "u8);
        if (length < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(length + 16)..end];
        var line = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? digits : digits[..line], CultureInfo.InvariantCulture);
    }

    public void Dispose() => socket.Dispose();
}
