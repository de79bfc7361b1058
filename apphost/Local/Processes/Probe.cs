using System.Net.Sockets;

namespace Bpsdm.LocalOrchestrator;

internal static class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Whether the address answers with success within five seconds.</summary>
    public static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Whether a server on this machine answers what it is asked, byte by byte, within five seconds; a stopped one takes the connection and says nothing.</summary>
    public static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> question, byte[] expected, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Client.Timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(question, patience.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, patience.Token);
            return answer.AsSpan().SequenceEqual(expected);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Asks every 50 ms until the answer is yes; false when the deadline passes first.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (!await isSo())
        {
            if (time.GetElapsedTime(start) > deadline) return false;
            await Task.Delay(Interval, time, cancellation);
        }
        return true;
    }
}
