using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bpsdm.Demo;

/// <summary>A receiver of webhooks on this machine: keeps the id of every message whose signature is right.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<Guid, bool> _ids = new();
    private byte[] _secret = [];
    private int _forged;

    public WebhookReceiver()
    {
        // A port may be taken between being found free and being listened on: then another one is.
        while (true)
        {
            Url = $"http://127.0.0.1:{FreePort()}/";
            _listener = new HttpListener { Prefixes = { Url } };
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                _listener.Close();
            }
        }
        _ = ListenAsync();
    }

    public string Url { get; }

    public IReadOnlyCollection<Guid> Ids => [.. _ids.Keys];

    public int Count => _ids.Count;

    /// <summary>Requests whose signature was not the platform's.</summary>
    public int Forged => _forged;

    /// <param name="secret">As the platform has shown it: whsec_ and base64.</param>
    public void Trust(string secret) => _secret = Convert.FromBase64String(secret["whsec_".Length..]);

    /// <summary>Begins to keep ids anew.</summary>
    public void Forget() => _ids.Clear();

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => ReceiveAsync(context));
        }
    }

    private async Task ReceiveAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var signed = IsSigned(context.Request, body.ToArray());
            if (signed) _ids.TryAdd(JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("id").GetGuid(), true);
            else Interlocked.Increment(ref _forged);
            context.Response.StatusCode = signed ? 204 : 401;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The sender was killed in the middle: it sends again.
        }
    }

    /// <summary>After Standard Webhooks: HMAC-SHA256 of id, timestamp and body; there are two while a secret is rotated.</summary>
    private bool IsSigned(HttpListenerRequest request, byte[] body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. body];
        var right = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_secret, content))}";
        return request.Headers["webhook-signature"]?.Split(' ').Contains(right, StringComparer.Ordinal) is true;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
