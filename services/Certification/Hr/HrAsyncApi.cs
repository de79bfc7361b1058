using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Hr;

/// <summary>
/// What is told on the exchange, as an AsyncAPI 3 document. The schema of the data is made of the record that is sent, by the
/// serializer that sends it, so the two cannot part.
/// </summary>
internal static class HrAsyncApi
{
    private const string ContentType = "application/vnd.aai.asyncapi+json;version=3.0.0";

    public static void MapAsyncApi(this IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var document = Document(
            services.GetRequiredService<IOptions<CertificationOptions>>().Value.EventSource,
            services.GetRequiredService<IOptions<HrBrokerOptions>>().Value.PublicUrl).ToJsonString(JsonSerializerOptions.Web);
        // As /openapi/v1.json it describes the API and is no part of it.
        app.MapGet("/asyncapi.json", () => TypedResults.Text(document, ContentType)).AllowAnonymous().ExcludeFromDescription();
    }

    private static JsonObject Document(string source, string publicUrl)
    {
        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["id"] = "urn:bpsdm:hr:completions",
            ["info"] = new JsonObject
            {
                ["title"] = "Kelulusan diklat untuk sistem kepegawaian",
                ["version"] = "1.0.0",
                ["description"] =
                    "Setiap kelulusan, pencabutan, dan pembetulan sertifikat adalah satu CloudEvent 1.0 (JSON terstruktur), sedikitnya satu kali dan berurutan untuk tiap orang. "
                    + "'id' sama dengan id pada umpan /api/hr/completions: simpan sekali saja untuk tiap id.",
            },
            ["defaultContentType"] = "application/cloudevents+json",
            ["channels"] = new JsonObject { ["completions"] = Channel() },
            ["operations"] = new JsonObject
            {
                ["tellCompletions"] = new JsonObject { ["action"] = "send", ["channel"] = Ref("channels/completions"), ["summary"] = "BPSDM memberitahukan kelulusan." },
            },
            ["components"] = new JsonObject
            {
                ["messages"] = new JsonObject(HrEntry.Types.Select(type => KeyValuePair.Create(type, (JsonNode?)Message(type, source)))),
                ["schemas"] = new JsonObject { ["item"] = DataSchema() },
            },
        };
        if (publicUrl.Length > 0) document["servers"] = new JsonObject { ["broker"] = Server(new Uri(publicUrl)) };
        return document;
    }

    private static JsonObject Channel() => new()
    {
        ["address"] = "{agency}.{kind}",
        ["title"] = $"Exchange {HrExchange.Name}",
        ["description"] = "Kunci rute terdiri atas dua kata, misalnya opd-24.sertifikat; ikatlah antrean sendiri dengan opd-24.*, *.sttpp, atau #.",
        ["parameters"] = new JsonObject
        {
            ["agency"] = new JsonObject { ["description"] = "Kode perangkat daerah dengan huruf kecil; tanda selain huruf dan angka menjadi '-'.", ["examples"] = new JsonArray("opd-24") },
            ["kind"] = new JsonObject { ["description"] = "Jenis sertifikat.", ["enum"] = new JsonArray([.. Enum.GetValues<CertificateKind>().Select(k => (JsonNode)k.Code())]) },
        },
        ["messages"] = new JsonObject(HrEntry.Types.Select(type => KeyValuePair.Create(type, (JsonNode?)Ref($"components/messages/{type}")))),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = HrExchange.Name, ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Message(string type, string source) => new()
    {
        ["name"] = HrCloudEvent.TypeOf(type),
        ["contentType"] = "application/cloudevents+json",
        ["payload"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"),
            ["properties"] = new JsonObject
            {
                ["specversion"] = new JsonObject { ["const"] = "1.0" },
                ["id"] = new JsonObject { ["type"] = "string", ["format"] = "uuid", ["description"] = "Sama dengan id pada umpan." },
                ["source"] = new JsonObject { ["const"] = source },
                ["type"] = new JsonObject { ["const"] = HrCloudEvent.TypeOf(type) },
                ["subject"] = new JsonObject { ["type"] = "string", ["format"] = "uuid", ["description"] = "Id sertifikat." },
                ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
                ["traceparent"] = new JsonObject { ["type"] = "string", ["description"] = "Jejak W3C dari kejadiannya; tidak selalu ada." },
                ["data"] = new JsonObject
                {
                    ["allOf"] = new JsonArray(
                        Ref("components/schemas/item"),
                        new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type } } }),
                },
            },
        },
    };

    private static JsonNode DataSchema() => HrCloudEvent.Json.GetJsonSchemaAsNode(typeof(HrItem), new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) =>
        {
            var description = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault();
            if (description is not null && schema is JsonObject known) known["description"] = description.Description;
            return schema;
        },
    });

    private static JsonObject Server(Uri broker) => new()
    {
        ["host"] = broker.Authority,
        ["protocol"] = broker.Scheme,
        ["security"] = new JsonArray(new JsonObject { ["type"] = "userPassword", ["description"] = "Pengguna RabbitMQ milik sistem kepegawaian." }),
    };

    private static JsonObject Ref(string path) => new() { ["$ref"] = $"#/{path}" };
}
