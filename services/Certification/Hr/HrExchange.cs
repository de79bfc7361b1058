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

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private HrExchange(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Connects and declares the exchange; the queues behind it are those of the HR systems.</summary>
    public static async Task<HrExchange> OpenAsync(Uri broker, int window, CancellationToken cancellationToken)
    {
        // A lost connection ends this object; the relay opens another and goes on from what was confirmed.
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = "certification hr relay" };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            // The client's own limiter (128 outstanding) slows each publish down from half of its width on; the relay awaits
            // its window's confirms itself, so the limiter is four times as wide and never felt.
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
                    outstandingPublisherConfirmationsRateLimiter: new ThrottlingRateLimiter(window * 4)),
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

    /// <summary>Publishes all and returns when the broker has confirmed all of them.</summary>
    public async Task PublishAsync(IReadOnlyCollection<HrItem> items, string source, CancellationToken cancellationToken) =>
        await Task.WhenAll(items.Select(item => PublishAsync(item, source, cancellationToken).AsTask()));

    private ValueTask PublishAsync(HrItem item, string source, CancellationToken cancellationToken)
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
        return _channel.BasicPublishAsync(Name, RoutingKey(item), mandatory: false, properties, body, cancellationToken);
    }

    /// <summary>Exactly two words, so that a binding like <c>opd-24.*</c> means what it says whatever an agency's code holds.</summary>
    internal static string RoutingKey(HrItem item) =>
        $"{string.Concat(item.Person.AgencyCode.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLower(c, CultureInfo.InvariantCulture) : '-'))}.{item.Course.Kind.Code()}";

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
