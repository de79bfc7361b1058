using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Bpsdm.Operations.Broker;

/// <summary>A message that a consumer failed on, as its headers tell it. Its body stays in the queue: it may hold personal data.</summary>
/// <param name="MessageId">The id that consumers know it by; null where it has none that is a UUID.</param>
/// <param name="Type">The contract's urn or name.</param>
/// <param name="Reason">Exception and its first line, without long numbers.</param>
/// <param name="FailedAt">When it came into the error queue.</param>
internal sealed record FailedMessage(Guid? MessageId, string Type, string Reason, DateTimeOffset? FailedAt)
{
    private const string Fault = "MT-Fault-";

    public static FailedMessage Of(IReadOnlyBasicProperties properties) => new(
        IdOf(properties), Header(properties, "MT-Fault-MessageType") ?? properties.Type ?? "",
        Reasons.Shown($"{Header(properties, "MT-Fault-ExceptionType")}: {Header(properties, "MT-Fault-Message")}"),
        DateTimeOffset.TryParse(Header(properties, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null);

    public static Guid? IdOf(IReadOnlyBasicProperties properties) => Guid.TryParse(properties.MessageId, out var id) ? id : null;

    /// <summary>The same message as it was before it failed: same id, so that a consumer that has handled it will not do so twice.</summary>
    public static BasicProperties AsBefore(IReadOnlyBasicProperties failed) => new(failed)
    {
        DeliveryMode = DeliveryModes.Persistent,
        Headers = failed.Headers?.Where(h => !IsOfTheFault(h.Key)).ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal),
    };

    private static bool IsOfTheFault(string header) =>
        header.StartsWith(Fault, StringComparison.Ordinal) || header is "MT-Reason" or "x-delivery-count" or "x-acquired-count" or "x-death" or "x-dotnet-pub-seq-no"
        || header.StartsWith("MT-Host-", StringComparison.Ordinal) || header.StartsWith("x-first-death", StringComparison.Ordinal) || header.StartsWith("x-last-death", StringComparison.Ordinal);

    private static string? Header(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) != true ? null : value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString();
}
