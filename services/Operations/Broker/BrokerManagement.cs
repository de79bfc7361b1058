using System.Text.Json;
using System.Text.Json.Serialization;
using RabbitMQ.Client;

namespace Bpsdm.Operations.Broker;

internal sealed record QueueRate(double Rate);

/// <summary>A queue as the management API tells it; rates are by the second, and absent until something has moved.</summary>
internal sealed record QueueDetails(string Name, long MessagesReady, long MessagesUnacknowledged, int Consumers, QueueStats? MessageStats);

internal sealed record QueueStats(QueueRate? PublishDetails, QueueRate? AckDetails);

internal sealed record NodeDetails(string Name, bool Running, bool MemAlarm, bool DiskFreeAlarm, long MemUsed, long MemLimit, long DiskFree);

internal sealed record Overview(string RabbitmqVersion, ObjectTotals ObjectTotals);

internal sealed record ObjectTotals(int Connections);

/// <summary>RabbitMQ's management API, as far as operators need it, for the virtual host of the platform.</summary>
internal sealed class BrokerManagement(HttpClient client, ConnectionFactory factory)
{
    private const long NoLimit = 1_000_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    private string VirtualHost => Uri.EscapeDataString(factory.VirtualHost);

    public Task<Overview> OverviewAsync(CancellationToken cancellationToken) => GetAsync<Overview>("/api/overview", cancellationToken);

    public Task<NodeDetails[]> NodesAsync(CancellationToken cancellationToken) => GetAsync<NodeDetails[]>("/api/nodes", cancellationToken);

    public Task<QueueDetails[]> QueuesAsync(CancellationToken cancellationToken) => GetAsync<QueueDetails[]>($"/api/queues/{VirtualHost}?disable_stats=false", cancellationToken);

    /// <summary>
    /// A quorum queue of RabbitMQ 4 drops a message that was given back 20 times, and looking at an error queue gives every
    /// message back: error queues are to keep theirs however often they are looked at.
    /// </summary>
    public Task KeepErrorsAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        using var answer = await client.PutAsJsonAsync(
            new Uri($"/api/policies/{VirtualHost}/bpsdm-error-queues", UriKind.Relative),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["pattern"] = "_error$", ["apply-to"] = "queues",
                ["definition"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["delivery-limit"] = NoLimit },
            }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return true;
    }, cancellationToken);

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        AskAsync(async () => (await client.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), Json, cancellationToken))!, cancellationToken);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new BrokerAwayException(e);
        }
    }
}
