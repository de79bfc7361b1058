using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bpsdm.Certification.Tests;

internal enum Mood
{
    Signs,
    Hangs,
    ReturnsItUnsigned,
    SaysNonsense,
    Fails,
}

/// <summary>BSrE's eSign as its clients know it: one account, one person, one passphrase; each file it signs is another one.</summary>
internal sealed class ESignServer : IAsyncDisposable
{
    public const string Username = "bpsdm", Password = "kata-sandi", Nik = "3171010101700001", Passphrase = "frasa sandi";

    private readonly WebApplication _app;
    private int _signed;

    private ESignServer(WebApplication app) => _app = app;

    public Mood Mood { get; set; }

    public ConcurrentQueue<JsonElement> Asked { get; } = [];

    public string Address => _app.Urls.Single();

    public (string, string)[] Settings(string passphrase = Passphrase, int timeoutSeconds = 30) =>
    [
        ("Signing:ESign:Url", Address), ("Signing:ESign:Username", Username), ("Signing:ESign:Password", Password), ("Signing:ESign:Nik", Nik),
        ("Signing:ESign:Passphrase", passphrase), ("Signing:ESign:TimeoutSeconds", $"{timeoutSeconds}"),
    ];

    public static async Task<ESignServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new ESignServer(app);
        app.MapPost("/api/v2/sign/pdf", (Delegate)server.SignAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> SignAsync(HttpContext http)
    {
        var account = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}"));
        if (http.Request.Headers.Authorization != $"Basic {account}") return Results.Json(new { error = "Unauthorized" }, statusCode: 401);
        var asked = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
        Asked.Enqueue(asked);
        if (asked.GetProperty("nik").GetString() != Nik || asked.GetProperty("passphrase").GetString() != Passphrase)
            return Results.Json(new { status_code = 2031, error = "Passphrase anda salah" }, statusCode: 400);
        var pdf = Convert.FromBase64String(asked.GetProperty("file")[0].GetString()!);
        var time = "24-11-2026 20:00:00";
        switch (Mood)
        {
            case Mood.Hangs:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return Results.Empty;
            case Mood.ReturnsItUnsigned:
                return Results.Json(new { time, file = new[] { pdf } });
            case Mood.SaysNonsense:
                return Results.Text("<html>Sedang pemeliharaan</html>", "text/html");
            case Mood.Fails:
                return Results.Json(new { error = "Internal" }, statusCode: 500);
            default:
                byte[] signed = [.. pdf, .. Encoding.ASCII.GetBytes($"% /ByteRange of signature {Interlocked.Increment(ref _signed)}\n")];
                return Results.Json(new { time, file = new[] { signed } });
        }
    }
}
