using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Bpsdm.Attendance;

/// <summary>An instructor's screen: what the live board said, and when.</summary>
internal sealed class Screen(HttpClient client, HttpResponseMessage response) : IAsyncDisposable
{
    private readonly List<(long At, int Present)> _events = [];
    private Task _reading = Task.CompletedTask;

    public int Events => _events.Count;

    public static async Task<Screen> OpenAsync(IPEndPoint address, Session session, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await client.GetAsync($"/api/delivery/offerings/{session.Offering}/sessions/{session.Id}/board/events", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new(client, response);
    }

    /// <summary>Reads until so many are present.</summary>
    public void ReadUntil(int present) => _reading = Task.Run(async () =>
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            using var board = JsonDocument.Parse(item.Data);
            var shown = board.RootElement.GetProperty("present").GetInt32();
            _events.Add((Stopwatch.GetTimestamp(), shown));
            if (shown >= present) return;
        }
    });

    /// <summary>For each answered check-in: how long until the screen counted as many as were answered by then.</summary>
    /// <returns>Milliseconds, sorted.</returns>
    public async Task<double[]> DelaysAsync(IEnumerable<long> answered)
    {
        await _reading;
        var at = 0;
        var delays = answered.Order().Select((moment, before) =>
        {
            while (_events[at].Present < before + 1) at++;
            return Math.Max(0, Stopwatch.GetElapsedTime(moment, Math.Max(moment, _events[at].At)).TotalMilliseconds);
        }).ToArray();
        Array.Sort(delays);
        return delays;
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
