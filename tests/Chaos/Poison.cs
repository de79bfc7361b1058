using System.Text;
using RabbitMQ.Client;

namespace Bpsdm.Chaos;

/// <summary>A message that nobody can read, straight into a service's queue: it must end in the error queue, with its reason.</summary>
internal static class Poison
{
    private const string Queue = "delivery-enrolment-confirmed";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task PublishAsync(Stage stage)
    {
        var factory = new ConnectionFactory { Uri = new Uri(stage.Platform.AddressOf("messaging")), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = Guid.NewGuid().ToString(), DeliveryMode = DeliveryModes.Persistent };
        await channel.BasicPublishAsync("", Queue, mandatory: true, properties, Encoding.UTF8.GetBytes("bukan pesan"));

        await Wait.UntilAsync(Patience, async () => await ReasonAsync(channel) is { Length: > 0 }, () => $"The poison did not come to {Queue}_error with a reason.");
    }

    /// <summary>Takes it out again, so that whatever lies there in the end has another cause.</summary>
    private static async Task<string?> ReasonAsync(IChannel channel)
    {
        if (await channel.BasicGetAsync($"{Queue}_error", autoAck: true) is not { } message) return null;
        return message.BasicProperties.Headers is { } headers && headers.TryGetValue("MT-Fault-Message", out var said) && said is byte[] reason ? Encoding.UTF8.GetString(reason) : "";
    }
}
