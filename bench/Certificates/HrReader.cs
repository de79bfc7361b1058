using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bpsdm.CertificatesBench;

/// <summary>An HR system with a quorum queue on the exchange; it acknowledges some hundred messages at a time.</summary>
internal sealed class HrReader : IAsyncDisposable
{
    private const ushort Prefetch = 1_000, AckEvery = 250;

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private TaskCompletionSource<long> _reached = new();
    private int _awaited = int.MaxValue;
    private int _sinceAck;

    private HrReader(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Messages, those that came twice too.</summary>
    public int Received { get; private set; }

    public static async Task<HrReader> StartAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var reader = new HrReader(connection, channel);
        await channel.ExchangeDeclareAsync("bpsdm.hr.completions", ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync("hr", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("hr", "bpsdm.hr.completions", "#");
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => reader.ReadAsync(delivery);
        await channel.BasicConsumeAsync("hr", autoAck: false, consumer);
        return reader;
    }

    /// <summary>Completes with the <see cref="Stopwatch"/> timestamp at which so many different events had come. To be asked for before they do.</summary>
    public Task<long> HasAsync(int events)
    {
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, events);
        return _reached.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReadAsync(BasicDeliverEventArgs delivery)
    {
        Received++;
        _seen.Add(delivery.BasicProperties.MessageId!);
        if (_seen.Count == Volatile.Read(ref _awaited)) _reached.TrySetResult(Stopwatch.GetTimestamp());
        if (++_sinceAck < AckEvery) return;
        _sinceAck = 0;
        await _channel.BasicAckAsync(delivery.DeliveryTag, multiple: true);
    }
}
