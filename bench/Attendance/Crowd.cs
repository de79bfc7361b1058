using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Bpsdm.Attendance;

internal sealed record Latency(double P50, double P99);

/// <summary>Participants with a token each, who check in over so many connections that stay open.</summary>
internal sealed class Crowd
{
    private readonly string[] _tokens;

    private Crowd(string[] nips, string[] tokens) => (Nips, _tokens) = (nips, tokens);

    public string[] Nips { get; }

    public static Crowd Of(int people, Issuer issuer)
    {
        var nips = Enumerable.Range(0, people).Select(i => $"1980010120050{i:00000}").ToArray();
        return new Crowd(nips, [.. nips.AsParallel().AsOrdered().Select(issuer.LearnerToken)]);
    }

    /// <exception cref="InvalidOperationException">A check-in was not answered 200.</exception>
    public async Task<Latency> CheckInAsync(Service service, Session session, int connections)
    {
        var waiting = new ConcurrentQueue<string>(_tokens);
        var latencies = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(service.Address);
            var connection = new Connection(socket);
            while (waiting.TryDequeue(out var token))
            {
                var started = Stopwatch.GetTimestamp();
                var answer = await connection.SendAsync(Encoding.ASCII.GetBytes(
                    $"PUT /api/delivery/offerings/{session.Offering}/sessions/{session.Id}/attendance HTTP/1.1\r\n"
                    + $"Host: {service.Address}\r\nAuthorization: Bearer {token}\r\nContent-Length: 0\r\n\r\n"));
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
            }
        }));
        var sorted = latencies.Order().ToArray();
        return new Latency(sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }
}
