using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Bpsdm.Demo;

/// <summary>An HR system's own queue on the broker, as the user of HR systems. It waits there until it is read.</summary>
internal sealed class BrokerQueue(Uri broker)
{
    private const string Exchange = "bpsdm.hr.completions";
    private readonly string _name = $"hr.demo-{Guid.NewGuid():N}";

    /// <summary>Bound before the first completion: an exchange keeps nothing for who comes later.</summary>
    public Task BindAsync() => WithChannelAsync(async channel =>
    {
        await channel.QueueDeclareAsync(_name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(_name, Exchange, "#");
        return true;
    });

    /// <summary>Reads until this many ids have come; the queue is deleted then.</summary>
    /// <exception cref="DemoException">They did not come within ten minutes.</exception>
    public async Task<HashSet<Guid>> ReadAsync(int expected, IProgress<double> bar)
    {
        var ids = new HashSet<Guid>();
        await Wait.UntilAsync($"{expected} events are in the queue", () => WithChannelAsync(async channel =>
        {
            while (ids.Count < expected && await channel.BasicGetAsync(_name, autoAck: false) is { } message)
            {
                ids.Add(Guid.Parse(message.BasicProperties.MessageId!));
                // What was not acknowledged when a connection is lost comes again.
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                bar.Report(ids.Count);
            }
            return ids.Count >= expected;
        }));
        await WithChannelAsync(async channel => await channel.QueueDeleteAsync(_name) >= 0);
        return ids;
    }

    /// <summary>Takes what has come, and leaves the queue for more.</summary>
    public Task TakeAsync(HashSet<Guid> ids) => WithChannelAsync(async channel =>
    {
        while (await channel.BasicGetAsync(_name, autoAck: false) is { } message)
        {
            ids.Add(Guid.Parse(message.BasicProperties.MessageId!));
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }
        return true;
    });

    /// <summary>On a connection of its own, again while the broker is away.</summary>
    private async Task<bool> WithChannelAsync(Func<IChannel, Task<bool>> act)
    {
        var result = false;
        await Wait.UntilAsync("the broker answers", async () =>
        {
            try
            {
                await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
                await using var channel = await connection.CreateChannelAsync();
                result = await act(channel);
                return true;
            }
            catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException or OperationCanceledException or TimeoutException)
            {
                return false;
            }
        });
        return result;
    }
}
