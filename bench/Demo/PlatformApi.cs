using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Bpsdm.Demo;

/// <summary>
/// The platform as its clients see it. Every call may be repeated (a key or a PUT makes it so) and is: while a service is
/// away or restarts, a client waits and asks again.
/// </summary>
internal sealed class PlatformApi : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;
    private readonly string _clientSecret;
    private readonly Dictionary<string, string> _serviceTokens = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;
    private readonly ConcurrentDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private int _retries;

    public PlatformApi(Uri gateway, string clientSecret, int connections)
    {
        _clientSecret = clientSecret;
        _http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            BaseAddress = gateway,
            Timeout = TimeSpan.FromSeconds(100),
        };
        _retry = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is HttpRequestException or IOException or TaskCanceledException
                || args.Outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout }),
            MaxRetryAttempts = 150,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            OnRetry = args =>
            {
                Interlocked.Increment(ref _retries);
                _reasons.AddOrUpdate(ReasonOf(args.Outcome), 1, (_, times) => times + 1);
                args.Outcome.Result?.Dispose();
                return default;
            },
        }).Build();
    }

    /// <summary>Requests that had to be sent again.</summary>
    public int Retries => _retries;

    /// <summary>Why, and how often: the status, or what became of the connection.</summary>
    public IReadOnlyDictionary<string, int> RetryReasons => _reasons.ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal);

    public Task<T> GetAsync<T>(string path, string? token) => SendAsync<T>(HttpMethod.Get, path, token, null);

    public Task<T> PutAsync<T>(string path, string token, object body) => SendAsync<T>(HttpMethod.Put, path, token, () => JsonContent.Create(body, options: Json));

    public Task<T> PostAsync<T>(string path, string token, object body, Guid? key = null) =>
        SendAsync<T>(HttpMethod.Post, path, token, () => JsonContent.Create(body, options: Json), key);

    public Task<T> PostCsvAsync<T>(string path, string token, byte[] csv, Guid key) =>
        SendAsync<T>(HttpMethod.Post, path, token, () => new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv", "utf-8") } }, key);

    public async Task DeleteAsync(string path, string token)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, token, null, null);
    }

    public async Task<string> GetTextAsync(string path, string? token)
    {
        using var response = await SendAsync(HttpMethod.Get, path, token, null, null);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<byte[]> GetBytesAsync(string path, string? token)
    {
        using var response = await SendAsync(HttpMethod.Get, path, token, null, null);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Null when the thing is not there (yet).</summary>
    public async Task<T?> TryGetAsync<T>(string path, string? token) where T : class
    {
        try
        {
            return await GetAsync<T>(path, token);
        }
        catch (DemoException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The token of a service account, asked for once.</summary>
    public async Task<string> ServiceTokenAsync(string client)
    {
        if (_serviceTokens.TryGetValue(client, out var known)) return known;
        return _serviceTokens[client] = await TokenAsync(new() { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = _clientSecret });
    }

    /// <summary>The token of an employee whom the employees' portal has signed in.</summary>
    public Task<string> EmployeeTokenAsync(string nip) => TokenAsync(new()
    {
        ["grant_type"] = "urn:bpsdm:grant-type:employee", ["client_id"] = "employee-portal", ["client_secret"] = _clientSecret, ["nip"] = nip,
    });

    private async Task<string> TokenAsync(Dictionary<string, string> form)
    {
        using var response = await SendAsync(HttpMethod.Post, "/connect/token", null, () => new FormUrlEncodedContent(form), null);
        var token = await response.Content.ReadFromJsonAsync<TokenResponse>(Json);
        return token!.AccessToken;
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, string? token, Func<HttpContent>? content, Guid? key = null)
    {
        using var response = await SendAsync(method, path, token, content, key);
        return (await response.Content.ReadFromJsonAsync<T>(Json))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, Func<HttpContent>? content, Guid? key)
    {
        var response = await _retry.ExecuteAsync(async cancellationToken =>
        {
            using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke() };
            request.Headers.Accept.ParseAdd("application/json");
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null) request.Headers.Add("Idempotency-Key", key.Value.ToString());
            return await _http.SendAsync(request, cancellationToken);
        });
        if (response.IsSuccessStatusCode) return response;

        var body = await response.Content.ReadAsStringAsync();
        response.Dispose();
        throw new DemoException(response.StatusCode, $"{method} {path} -> {(int)response.StatusCode}: {body}");
    }

    private static string ReasonOf(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => $"{(int)answer.StatusCode}",
        { Exception: HttpRequestException { HttpRequestError: var error } } => $"{error}",
        { Exception: { } e } => e.GetType().Name,
        _ => "",
    };

    public void Dispose() => _http.Dispose();

    private sealed record TokenResponse([property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken);
}

internal sealed class DemoException(HttpStatusCode? status, string message) : Exception(message)
{
    public HttpStatusCode? Status { get; } = status;
}
