using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bpsdm.CertificatesBench;

/// <summary>The messages of one run to a receiver that answers at once, while another subscriber's address is dead.</summary>
internal static class WebhookRun
{
    /// <param name="platform">Where they come from.</param>
    /// <param name="from">Messages of this time and later are sent.</param>
    /// <param name="expected">How many these are.</param>
    /// <returns>Messages a second that the receiver took, and attempts that the dead one cost.</returns>
    public static async Task<(double PerSecond, long DeadAttempts)> MeasureAsync(Platform platform, DateTimeOffset from, int expected)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var all = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await ReceiveAsync(id =>
        {
            if (seen.TryAdd(id, true) && seen.Count == expected) all.TrySetResult(Stopwatch.GetTimestamp());
        });

        using var http = new HttpClient { BaseAddress = new Uri(platform.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.HrToken);
        var (dead, fast) = (Guid.NewGuid(), Guid.NewGuid());
        await SubscribeAsync(dead, "http://127.0.0.1:9/");
        await SubscribeAsync(fast, receiver.Urls.First());
        var start = Stopwatch.GetTimestamp();
        foreach (var id in (Guid[])[dead, fast])
        {
            using var replayed = await http.PostAsJsonAsync($"/api/hr/webhooks/{id}/replays", new { from });
            replayed.EnsureSuccessStatusCode();
        }
        var took = Stopwatch.GetElapsedTime(start, await all.Task.WaitAsync(TimeSpan.FromMinutes(10)));
        return (expected / took.TotalSeconds, await platform.ScalarAsync<long>($"SELECT sum(attempts)::bigint FROM webhook_deliveries WHERE subscription_id = '{dead}'"));

        async Task SubscribeAsync(Guid id, string url)
        {
            using var made = await http.PutAsJsonAsync($"/api/hr/webhooks/{id}", new { url });
            made.EnsureSuccessStatusCode();
        }
    }

    private static async Task<WebApplication> ReceiveAsync(Action<string> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/", (HttpRequest request) =>
        {
            take(request.Headers["webhook-id"].ToString());
            return Results.NoContent();
        });
        await app.StartAsync();
        return app;
    }
}
