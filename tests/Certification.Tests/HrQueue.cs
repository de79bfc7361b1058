using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bpsdm.Certification.Tests;

internal sealed record HrDelivery(CloudEvent Event, JsonElement Json, IReadOnlyBasicProperties Properties);

/// <summary>An HR system's own queue.</summary>
internal sealed class HrQueue : IAsyncDisposable
{
    private static readonly JsonEventFormatter Formatter = new();

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private HrQueue(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public ConcurrentQueue<HrDelivery> Events { get; } = new();

    /// <summary>Ids in the order of delivery, each time that they came.</summary>
    public Guid[] Ids => [.. Events.Select(e => Guid.Parse(e.Event.Id!))];

    /// <param name="durable">Name of a queue that outlives the broker's process and waits for its reader; none for one that ends with this object.</param>
    public static async Task<HrQueue> BindAsync(Uri broker, string routingKey, string? durable = null)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = new HrQueue(connection, channel);
        await channel.ExchangeDeclareAsync("bpsdm.hr.completions", ExchangeType.Topic, durable: true);
        var name = durable ?? "";
        if (durable is null) name = (await channel.QueueDeclareAsync()).QueueName;
        else await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(name, "bpsdm.hr.completions", routingKey);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var body = delivery.Body.ToArray();
            var read = Formatter.DecodeStructuredModeMessage(body, new ContentType(delivery.BasicProperties.ContentType!), null);
            queue.Events.Enqueue(new(read, JsonDocument.Parse(body).RootElement, new BasicProperties(delivery.BasicProperties)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(name, autoAck: true, consumer);
        return queue;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
