namespace Bpsdm.Demo;

/// <summary>Three HR systems, one on each way to the same facts: the feed, the broker, a webhook.</summary>
internal sealed class HrWays : IDisposable
{
    private readonly PlatformApi _api;
    private readonly BrokerQueue _queue;
    private readonly WebhookReceiver _receiver = new();
    private readonly Guid _subscription = Guid.NewGuid();
    private string? _cursor;

    private HrWays(PlatformApi api, Uri broker) => (_api, _queue) = (api, new BrokerQueue(broker));

    /// <summary>Before the first completion; what came before it is not looked at.</summary>
    public static async Task<HrWays> OpenAsync(PlatformApi api, Uri broker)
    {
        var ways = new HrWays(api, broker);
        await ways._queue.BindAsync();
        await ways.SubscribeAsync();
        ways._cursor = (await ways.ReadFeedAsync()).Next;
        return ways;
    }

    /// <summary>The feed's ids since then, in the order of the feed; each as often as it occurs.</summary>
    public async Task<List<Guid>> FeedAsync() => (await ReadFeedAsync()).Ids;

    /// <summary>Adds what has come to the queue on the broker.</summary>
    public Task TakeFromBrokerAsync(HashSet<Guid> ids) => _queue.TakeAsync(ids);

    /// <summary>What has come by webhook.</summary>
    public IReadOnlyCollection<Guid> FromWebhook => _receiver.Ids;

    public Task<HashSet<Guid>> BrokerAsync(int expected, IProgress<double> bar) => _queue.ReadAsync(expected, bar);

    /// <summary>Waits until so many came to the receiver, and ends the subscription.</summary>
    public async Task<IReadOnlyCollection<Guid>> WebhookAsync(int expected, IProgress<double> bar)
    {
        await Wait.UntilAsync($"{expected} events came by webhook", () =>
        {
            bar.Report(_receiver.Count);
            return Task.FromResult(_receiver.Count >= expected);
        });
        await _api.DeleteAsync($"/api/hr/webhooks/{_subscription}", await _api.ServiceTokenAsync("hr-system"));
        return _receiver.Ids;
    }

    /// <summary>Messages to the receiver that the platform had not signed.</summary>
    public int Forged => _receiver.Forged;

    public void Dispose() => _receiver.Dispose();

    private async Task SubscribeAsync()
    {
        var hr = await _api.ServiceTokenAsync("hr-system");
        var made = await _api.PutAsync<WebhookSecret>($"/api/hr/webhooks/{_subscription}", hr, new { url = _receiver.Url, description = "demo" });
        // Where the first answer was lost, the secret was in it: the next one is asked for.
        _receiver.Trust(made.Secret ?? (await _api.PostAsync<WebhookSecret>($"/api/hr/webhooks/{_subscription}/secret-rotations", hr, new { })).Secret!);
    }

    private async Task<(List<Guid> Ids, string? Next)> ReadFeedAsync()
    {
        var hr = await _api.ServiceTokenAsync("hr-system");
        var (ids, cursor) = (new List<Guid>(), _cursor);
        while (true)
        {
            var page = await _api.GetAsync<Page<HrCompletion>>($"/api/hr/completions?limit=1000&after={Uri.EscapeDataString(cursor ?? "")}", hr);
            cursor = page.Next;
            if (page.Items.Length == 0) return (ids, cursor);
            ids.AddRange(page.Items.Select(c => c.Id));
        }
    }
}
