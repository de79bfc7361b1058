using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.Gateway.Tests;

/// <summary>One real HTTP server that stands for all services: it says what reached it, counts it, and knows its ETag.</summary>
internal sealed class Backend : IAsyncDisposable
{
    public const string ETag = "\"satu\"";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    private Backend(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.Map("/{**path}", (Delegate)AnswerAsync);
    }

    public string Address => _app.Urls.First();

    public static async Task<Backend> StartAsync(int port = 0)
    {
        var backend = new Backend(port);
        await backend._app.StartAsync();
        return backend;
    }

    /// <summary>How often this path was asked for.</summary>
    public int Asked(string path) => _asked.GetValueOrDefault(path);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        // The gateway's probes come on their own.
        if (!request.Headers.UserAgent.ToString().Contains("Active Health Check", StringComparison.Ordinal))
            _asked.AddOrUpdate(request.Path, 1, (_, count) => count + 1);
        if (request.Headers.IfNoneMatch == ETag)
        {
            context.Response.Headers.ETag = ETag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }
        // An issuer that is not ready.
        if (request.Path.StartsWithSegments("/.well-known", StringComparison.Ordinal)) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        long length = 0;
        var buffer = new byte[64 * 1024];
        while (await request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read) length += read;
        context.Response.Headers[HeaderNames.ETag] = ETag;
        return Results.Json(new
        {
            path = request.Path.Value,
            headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            length,
            id = Guid.NewGuid(),
        });
    }
}
