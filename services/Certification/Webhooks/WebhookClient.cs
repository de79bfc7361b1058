using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks;

/// <param name="Status">What the receiver answered; null where it did not.</param>
/// <param name="Error">Null where it took the message.</param>
/// <param name="RetryAfter">How long the receiver asked to be left in peace.</param>
internal sealed record Answer(int? Status, string? Error, int Milliseconds, TimeSpan? RetryAfter = null)
{
    public bool Taken => Error is null;

    /// <summary>The receiver wants nothing any more (Standard Webhooks: 410 ends the subscription).</summary>
    public bool Gone => Status == StatusCodes.Status410Gone;

    /// <summary>It is the receiver that fails, not this message: the others wait, too.</summary>
    public bool Away => Error is not null && Status is null or >= 500 or StatusCodes.Status429TooManyRequests or StatusCodes.Status408RequestTimeout;
}

/// <summary>Sends signed messages, to the outside only: the address that was judged is the one connected to, and redirects are not followed.</summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxError = 300;
    private readonly HttpClient _http;
    private readonly WebhookSecrets _secrets;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    public WebhookClient(WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider time)
    {
        (_secrets, _options, _time) = (secrets, options.Value, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // The trace alone is told, below: what else travels with it is of the inside.
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = 64,
            MaxResponseHeadersLength = 16,
            ConnectCallback = ConnectAsync,
        })
        { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Bpsdm-Webhooks", "1"));
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Never throws for what a receiver does.</returns>
    public async Task<Answer> SendAsync(Subscription to, string id, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType, "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", _secrets.Sign(to, id, timestamp, body.Span, now));
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace }) request.Headers.Add("traceparent", trace);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Timeout);
        var watch = Stopwatch.StartNew();
        try
        {
            // What it says beside the status is not read: nobody needs it, and it has no end that we chose.
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var status = (int)answer.StatusCode;
            return new(status, answer.IsSuccessStatusCode ? null : Wording(status), (int)watch.ElapsedMilliseconds, RetryAfter(answer.Headers.RetryAfter, now));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, $"Tidak menjawab dalam {_options.Timeout.TotalSeconds:0.##} detik.", (int)watch.ElapsedMilliseconds);
        }
        catch (HttpRequestException e)
        {
            var cause = e.InnerException?.Message ?? e.Message;
            return new(null, cause[..Math.Min(cause.Length, MaxError)], (int)watch.ElapsedMilliseconds);
        }
    }

    private static string Wording(int status) =>
        status is >= 300 and < 400 ? $"Menjawab {status}: pengalihan tidak diikuti." : $"Menjawab {status}.";

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => header?.Delta ?? (header?.Date is { } date ? date - now : null);

    /// <summary>Judges the addresses and connects to one of those it judged: a name that changes its mind in between changes nothing.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!_options.AllowPrivateTargets && !Array.TrueForAll(addresses, OutsideAddresses.IsOutside))
            throw new HttpRequestException($"'{host}' menunjuk ke alamat yang bukan alamat internet umum.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
