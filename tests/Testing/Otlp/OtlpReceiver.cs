using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProtoBuf;

namespace Bpsdm.Testing.Otlp;

/// <summary>Keeps what services tell over OTLP (http/protobuf): traces and logs; metrics are taken and forgotten.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentQueue<LogRecord> _logs = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public IReadOnlyCollection<Span> Spans => _spans;

    public IReadOnlyCollection<LogRecord> Logs => _logs;

    /// <summary>Traces and logs as they came: every text in them stands there as UTF-8, whatever field it is of.</summary>
    public IReadOnlyCollection<byte[]> Bodies => _bodies;

    /// <summary>What services are to be told, so that they send here soon after it happened.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", Url.ToString()),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_BSP_SCHEDULE_DELAY", "500"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "500"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(l => l.ClearProviders());
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        receiver.Url = new Uri(receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.ContentType = "application/x-protobuf";
        if (context.Request.Path == "/v1/metrics") return;

        _bodies.Enqueue(body.ToArray());
        body.Position = 0;
        if (context.Request.Path == "/v1/traces") Keep(Serializer.Deserialize<ExportedTraces>(body));
        else if (context.Request.Path == "/v1/logs") Keep(Serializer.Deserialize<ExportedLogs>(body));
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private void Keep(ExportedTraces traces)
    {
        foreach (var resource in traces.Resources)
        foreach (var span in resource.Scopes.SelectMany(s => s.Spans))
            _spans.Enqueue(Span.Of(resource.Resource?.Service ?? "", span));
    }

    private void Keep(ExportedLogs logs)
    {
        foreach (var resource in logs.Resources)
        foreach (var record in resource.Scopes.SelectMany(s => s.Records))
            _logs.Enqueue(new(resource.Resource?.Service ?? "", record.Body?.ToString() ?? "", Convert.ToHexStringLower(record.TraceId)));
    }
}
