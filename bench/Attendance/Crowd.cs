using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bpsdm.Attendance;

/// <param name="Retried">Requests that got no answer, or a 5xx that asks to come again.</param>
internal sealed record Answered(double Seconds, double P50, double P95, double P99, int Retried, IReadOnlyDictionary<string, DateTimeOffset> Accepted, IReadOnlyList<long> Moments)
{
    public override string ToString() => FormattableString.Invariant($"{Accepted.Count / Seconds,7:N0}/s, p50 {P50:N0} ms, p95 {P95:N0} ms, p99 {P99:N0} ms, {Retried:N0} retried, no errors");
}

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

    /// <param name="address">Of the door that they knock at.</param>
    /// <param name="session">What they attend.</param>
    /// <param name="connections">How many of them at a time.</param>
    /// <param name="perSecond">How many are let off a second; all at once where null.</param>
    /// <param name="people">The first so many of them.</param>
    /// <param name="answered">Told after each answer how many there were.</param>
    /// <exception cref="InvalidOperationException">A check-in was refused.</exception>
    public async Task<Answered> CheckInAsync(IPEndPoint address, Session session, int connections, int? perSecond = null, int? people = null, Action<int>? answered = null)
    {
        var (next, done, retried) = (-1, 0, 0);
        var all = people ?? Nips.Length;
        var latencies = new double[all];
        var moments = new long[all];
        var accepted = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            Connection? connection = null;
            while (Interlocked.Increment(ref next) is var one && one < all)
            {
                if (perSecond is { } rate) await UntilAsync(start, one / (double)rate);
                var request = Encoding.ASCII.GetBytes(
                    $"PUT /api/delivery/offerings/{session.Offering}/sessions/{session.Id}/attendance HTTP/1.1\r\n"
                    + $"Host: {address}\r\nAuthorization: Bearer {_tokens[one]}\r\nContent-Length: 0\r\n\r\n");
                var started = Stopwatch.GetTimestamp();
                string? answer;
                while (true)
                {
                    (connection, answer) = await TryAsync(connection, address, request);
                    if (answer is not null && !answer.StartsWith("HTTP/1.1 50", StringComparison.Ordinal)) break;
                    Interlocked.Increment(ref retried);
                    await Task.Delay(Random.Shared.Next(50, 250));
                }
                moments[one] = Stopwatch.GetTimestamp();
                latencies[one] = Stopwatch.GetElapsedTime(started, moments[one]).TotalMilliseconds;
                if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
                accepted[Nips[one]] = AttendedAt(answer);
                answered?.Invoke(Interlocked.Increment(ref done));
            }
            connection?.Dispose();
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        return new(seconds, latencies[all / 2], latencies[all * 95 / 100], latencies[all * 99 / 100], retried, accepted, moments);
    }

    private static async Task<(Connection?, string?)> TryAsync(Connection? connection, IPEndPoint address, byte[] request)
    {
        try
        {
            connection ??= await Connection.OpenAsync(address);
            return (connection, await connection.SendAsync(request));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            connection?.Dispose();
            return (null, null);
        }
    }

    private static DateTimeOffset AttendedAt(string answer)
    {
        const string Field = "\"attendedAt\":\"";
        var from = answer.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return DateTimeOffset.Parse(answer.AsSpan(from, answer.IndexOf('"', from) - from), CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(long start, double seconds)
    {
        var wait = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(start);
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
    }
}
