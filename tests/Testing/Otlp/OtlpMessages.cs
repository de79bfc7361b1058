using ProtoBuf;

namespace Bpsdm.Testing.Otlp;

// The fields of opentelemetry-proto 1.x (trace/v1 and logs/v1) that tests read; protobuf leaves out the rest.

[ProtoContract]
internal sealed class ExportedTraces
{
    [ProtoMember(1)] public List<ResourceSpans> Resources { get; } = [];
}

[ProtoContract]
internal sealed class ResourceSpans
{
    [ProtoMember(1)] public Resource? Resource { get; set; }
    [ProtoMember(2)] public List<ScopeSpans> Scopes { get; } = [];
}

[ProtoContract]
internal sealed class ScopeSpans
{
    [ProtoMember(2)] public List<SpanMessage> Spans { get; } = [];
}

[ProtoContract]
internal sealed class SpanMessage
{
    [ProtoMember(1)] public byte[] TraceId { get; set; } = [];
    [ProtoMember(2)] public byte[] SpanId { get; set; } = [];
    [ProtoMember(4)] public byte[] ParentSpanId { get; set; } = [];
    [ProtoMember(5)] public string Name { get; set; } = "";
    [ProtoMember(6)] public int Kind { get; set; }
    [ProtoMember(7, DataFormat = DataFormat.FixedSize)] public ulong StartNanoseconds { get; set; }
    [ProtoMember(8, DataFormat = DataFormat.FixedSize)] public ulong EndNanoseconds { get; set; }
    [ProtoMember(9)] public List<KeyValue> Attributes { get; } = [];
    [ProtoMember(13)] public List<LinkMessage> Links { get; } = [];
}

[ProtoContract]
internal sealed class LinkMessage
{
    [ProtoMember(1)] public byte[] TraceId { get; set; } = [];
    [ProtoMember(2)] public byte[] SpanId { get; set; } = [];
}

[ProtoContract]
internal sealed class ExportedLogs
{
    [ProtoMember(1)] public List<ResourceLogs> Resources { get; } = [];
}

[ProtoContract]
internal sealed class ResourceLogs
{
    [ProtoMember(1)] public Resource? Resource { get; set; }
    [ProtoMember(2)] public List<ScopeLogs> Scopes { get; } = [];
}

[ProtoContract]
internal sealed class ScopeLogs
{
    [ProtoMember(2)] public List<LogMessage> Records { get; } = [];
}

[ProtoContract]
internal sealed class LogMessage
{
    [ProtoMember(5)] public AnyValue? Body { get; set; }
    [ProtoMember(9)] public byte[] TraceId { get; set; } = [];
}

[ProtoContract]
internal sealed class Resource
{
    [ProtoMember(1)] public List<KeyValue> Attributes { get; } = [];

    public string Service => Attributes.Find(a => a.Key == "service.name")?.Value?.Text ?? "";
}

[ProtoContract]
internal sealed class KeyValue
{
    [ProtoMember(1)] public string Key { get; set; } = "";
    [ProtoMember(2)] public AnyValue? Value { get; set; }
}

[ProtoContract]
internal sealed class AnyValue
{
    [ProtoMember(1)] public string? Text { get; set; }
    [ProtoMember(3)] public long? Number { get; set; }

    public override string ToString() => Text ?? Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
