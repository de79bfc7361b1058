using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>A receiver of webhooks that takes what is signed with the secret of the subscription, and counts what is not.</summary>
internal sealed class SignedReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<Guid, bool> _ids = new();
    private byte[] _secret = [];
    private int _forged;

    public SignedReceiver()
    {
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ListenAsync();
    }

    public string Url { get; }

    public IReadOnlyCollection<Guid> Ids => [.. _ids.Keys];

    public int Forged => _forged;

    public void Trust(string secret) => _secret = Convert.FromBase64String(secret["whsec_".Length..]);

    public void Forget() => _ids.Clear();

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var signed = IsSigned(context.Request, body.ToArray());
                if (signed) _ids.TryAdd(JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("id").GetGuid(), true);
                else Interlocked.Increment(ref _forged);
                context.Response.StatusCode = signed ? 204 : 401;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private bool IsSigned(HttpListenerRequest request, byte[] body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. body];
        return request.Headers["webhook-signature"] == $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_secret, content))}";
    }
}
