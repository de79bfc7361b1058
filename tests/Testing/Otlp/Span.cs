namespace Bpsdm.Testing.Otlp;

/// <summary>A line that a service logged.</summary>
/// <param name="TraceId">Hex; empty outside of any trace.</param>
public sealed record LogRecord(string Service, string Text, string TraceId);

/// <summary>One step that a service told of. Ids are hex as in a <c>traceparent</c>; a root's parent is empty.</summary>
/// <param name="Service">As <c>service.name</c> has it, such as bpsdm-catalogue.</param>
/// <param name="Links">Ids of spans, of any trace, that caused it beside its parent.</param>
public sealed record Span(
    string Service, string Name, SpanKind Kind, string TraceId, string Id, string ParentId, IReadOnlyList<string> Links,
    DateTimeOffset StartedAt, TimeSpan Took, IReadOnlyDictionary<string, string> Attributes)
{
    internal static Span Of(string service, SpanMessage message) => new(
        service, message.Name, (SpanKind)message.Kind, Hex(message.TraceId), Hex(message.SpanId), Hex(message.ParentSpanId),
        [.. message.Links.Select(l => Hex(l.SpanId))],
        DateTimeOffset.UnixEpoch.AddTicks((long)(message.StartNanoseconds / 100)), TimeSpan.FromTicks((long)(message.EndNanoseconds - message.StartNanoseconds) / 100),
        message.Attributes.ToDictionary(a => a.Key, a => a.Value?.ToString() ?? "", StringComparer.Ordinal));

    private static string Hex(byte[] id) => Convert.ToHexStringLower(id);
}

/// <summary>With the numbers of OTLP.</summary>
public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
