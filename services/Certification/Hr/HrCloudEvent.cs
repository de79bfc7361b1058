using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace Bpsdm.Certification.Hr;

/// <summary>An item of the feed as a CloudEvent 1.0 in structured JSON: the same on the exchange and in a webhook.</summary>
internal static class HrCloudEvent
{
    /// <summary>How the data is written; the schema in the AsyncAPI document is made with the same options.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonEventFormatter Formatter = new(Json, new JsonDocumentOptions());

    /// <summary>With the extension <c>traceparent</c> (CloudEvents, distributed tracing) where the fact is in a trace.</summary>
    public static CloudEvent Of(HrItem item, string source)
    {
        var told = Create(item.Id, item.Type, source, item.Certificate.Id.ToString(), item.OccurredAt, item);
        if (item.TraceParent is { } traceParent) told["traceparent"] = traceParent;
        return told;
    }

    /// <param name="type">Kind of the fact: completion, revocation, correction, test.</param>
    public static CloudEvent Create(Guid id, string type, string source, string subject, DateTimeOffset time, object data) => new()
    {
        Id = id.ToString(),
        Type = TypeOf(type),
        Source = new Uri(source, UriKind.RelativeOrAbsolute),
        Subject = subject,
        Time = time,
        DataContentType = MediaTypeNames.Application.Json,
        Data = data,
    };

    public static string TypeOf(string fact) => $"id.go.jakarta.bpsdm.{fact}.v1";

    public static ReadOnlyMemory<byte> Encode(CloudEvent cloudEvent, out string contentType)
    {
        var body = Formatter.EncodeStructuredModeMessage(cloudEvent, out var type);
        contentType = type.MediaType;
        return body;
    }
}
