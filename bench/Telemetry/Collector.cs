using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bpsdm.TelemetryBench;

/// <summary>Takes what is told over OTLP and counts its bytes: what a real one does with it is not of the platform.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _bytes;

    private Collector(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(l => l.ClearProviders());
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-protobuf";
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(context.RequestAborted);
            Interlocked.Add(ref _bytes, read.Buffer.Length);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }
}
