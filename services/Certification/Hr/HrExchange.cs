using System.Globalization;
using System.Threading.RateLimiting;
using Bpsdm.Certification.Domain;
using RabbitMQ.Client;

namespace Bpsdm.Certification.Hr;

/// <summary>
/// The topic exchange of HR systems, on a connection of its own: each completion is a message, so this is the one place
/// where messages are counted in tens of thousands, and MassTransit's 2,700 a second would be the slowest stage.
/// </summary>
internal sealed class HrExchange : IAsyncDisposable
{
    public const string Name = "bpsdm.hr.completions";

    /// <summary>
    /// Fewer than the 128 commands that the client queues for its socket: where that queue is full when the broker dies, a publish of
    /// 7.2.2 waits for room with the lock that the connection's end needs, too (rabbitmq-dotnet-client 1930).
    /// </summary>
    private const int MaxInFlight = 100;

    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private HrExchange(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Connects and declares the exchange; the queues behind it are those of the HR systems.</summary>
    public static async Task<HrExchange> OpenAsync(Uri broker, CancellationToken cancellationToken)
    {
        // A lost connection ends this object; the relay opens another and goes on from what was confirmed.
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = "certification hr relay" };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            // The client's own limiter (128 outstanding) slows each publish down from half of its width on; four times as wide as what
            // is in flight, it is never felt.
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
                    outstandingPublisherConfirmationsRateLimiter: new ThrottlingRateLimiter(MaxInFlight * 4)),
                cancellationToken);
            await channel.ExchangeDeclareAsync(Name, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellationToken);
            return new HrExchange(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes all in their order and returns when the broker has confirmed all of them.</summary>
    public async Task PublishAsync(IReadOnlyCollection<HrItem> items, string source, CancellationToken cancellationToken)
    {
        var confirms = new List<Task>(items.Count);
        foreach (var item in items)
        {
            await _inFlight.WaitAsync(cancellationToken);
            confirms.Add(PublishAsync(item, source, cancellationToken));
        }
        await Task.WhenAll(confirms);
    }

    private async Task PublishAsync(HrItem item, string source, CancellationToken cancellationToken)
    {
        var cloudEvent = HrCloudEvent.Of(item, source);
        var body = HrCloudEvent.Encode(cloudEvent, out var contentType);
        var properties = new BasicProperties
        {
            MessageId = cloudEvent.Id,
            Type = cloudEvent.Type,
            ContentType = contentType,
            DeliveryMode = DeliveryModes.Persistent,
            Timestamp = new AmqpTimestamp(item.OccurredAt.ToUnixTimeSeconds()),
        };
        try
        {
            await _channel.BasicPublishAsync(Name, RoutingKey(item), mandatory: false, properties, body, cancellationToken);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    /// <summary>Exactly two words, so that a binding like <c>opd-24.*</c> means what it says whatever an agency's code holds.</summary>
    internal static string RoutingKey(HrItem item) =>
        $"{string.Concat(item.Person.AgencyCode.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLower(c, CultureInfo.InvariantCulture) : '-'))}.{item.Course.Kind.Code()}";

    /// <summary>Where the broker is gone the client may wait long for its answer to a goodbye: it is left to itself after a while.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync().WaitAsync(CloseDeadline, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // What was confirmed is noted, and the rest is told again on the next connection.
        }
    }

    private async Task CloseAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
