using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Operations.Broker;

/// <param name="Incoming">Messages a second that come in.</param>
/// <param name="Outgoing">Messages a second that are done with.</param>
/// <param name="IsError">What consumers failed on ends there.</param>
internal sealed record QueueState(string Name, long Ready, long Unacknowledged, int Consumers, double Incoming, double Outgoing, bool IsError);

/// <param name="MemoryAlarm">While it lasts the broker holds every publisher back; so with the disk's.</param>
/// <param name="MemoryUsed">Bytes, as are the limit and the disk's.</param>
internal sealed record BrokerState(
    string Version, bool MemoryAlarm, bool DiskAlarm, long MemoryUsed, long MemoryLimit, long DiskFree, int Connections, IReadOnlyList<QueueState> Queues);

internal static class ReadBroker
{
    public static async Task<Ok<BrokerState>> HandleAsync(BrokerManagement management, CancellationToken cancellationToken)
    {
        var (overview, nodes, queues) = (management.OverviewAsync(cancellationToken), management.NodesAsync(cancellationToken), management.QueuesAsync(cancellationToken));
        await Task.WhenAll(overview, nodes, queues);
        var (all, running) = (await overview, (await nodes).Where(n => n.Running).ToList());
        return TypedResults.Ok(new BrokerState(
            all.RabbitmqVersion, running.Exists(n => n.MemAlarm), running.Exists(n => n.DiskFreeAlarm),
            running.Sum(n => n.MemUsed), running.Sum(n => n.MemLimit), running.Count == 0 ? 0 : running.Min(n => n.DiskFree),
            all.ObjectTotals.Connections, [.. (await queues).Select(Of).OrderBy(q => q.Name, StringComparer.Ordinal)]));
    }

    private static QueueState Of(QueueDetails queue) => new(
        queue.Name, queue.MessagesReady, queue.MessagesUnacknowledged, queue.Consumers,
        queue.MessageStats?.PublishDetails?.Rate ?? 0, queue.MessageStats?.AckDetails?.Rate ?? 0, ErrorQueues.IsOne(queue.Name));
}
