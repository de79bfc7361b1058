using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Bpsdm.Contracts;
using MassTransit;

namespace Bpsdm.Messaging;

/// <summary>The messages of Bpsdm.Contracts by their urns, and their JSON in the outbox.</summary>
internal static class MessageTypes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly ConcurrentDictionary<Type, string> Urns = new();

    private static readonly FrozenDictionary<string, Type> Types = typeof(Contract).Assembly.GetExportedTypes()
        .Where(t => t.GetCustomAttribute<MessageUrnAttribute>() is not null)
        .ToFrozenDictionary(UrnOf, StringComparer.Ordinal);

    public static string UrnOf(Type type) => Urns.GetOrAdd(type, t =>
        t.GetCustomAttribute<MessageUrnAttribute>() is not null
            ? MessageUrn.ForTypeString(t)
            : throw new InvalidOperationException($"{t} has no [MessageUrn]: only contracts are published."));

    public static byte[] Serialize<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Json);

    /// <exception cref="UnreadableMessageException">The urn is unknown, or the body is not a message of its type.</exception>
    public static (Type Type, object Message) Deserialize(string urn, byte[] body)
    {
        if (!Types.TryGetValue(urn, out var type)) throw new UnreadableMessageException($"No contract has the urn {urn}.");
        try
        {
            return (type, JsonSerializer.Deserialize(body, type, Json) ?? throw new UnreadableMessageException("The body is null."));
        }
        catch (JsonException e)
        {
            throw new UnreadableMessageException($"The body is no {urn}: {e.Message}", e);
        }
    }
}

/// <summary>A message of the outbox that can never be published as it is.</summary>
public sealed class UnreadableMessageException : Exception
{
    public UnreadableMessageException() { }
    public UnreadableMessageException(string message) : base(message) { }
    public UnreadableMessageException(string message, Exception innerException) : base(message, innerException) { }
}
