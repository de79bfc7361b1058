using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;

/// <summary>Calls of the BigBlueButton API: signed GETs that are answered in XML, with 200 also where they failed.</summary>
internal sealed class BigBlueButtonApi(IHttpClientFactory clients, IOptions<ClassroomOptions> options)
{
    public const string Client = "bigbluebutton";
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly BigBlueButtonOptions _options = options.Value.BigBlueButton;

    public Uri AddressOf(string call, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        var checksum = Checksums.OfCall(Checksums.ByName(_options.Checksum)!.Value, call, query, _options.Secret);
        return new($"{_options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/api/{call}?{query}&checksum={checksum}");
    }

    /// <summary>The same for one meeting on all replicas and after each restart: with others a second <c>create</c> would be refused.</summary>
    public string PasswordOf(Guid sessionId, string role) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(_options.Secret), Encoding.UTF8.GetBytes($"{role}:{sessionId}")).AsSpan(0, 16));

    /// <returns>Null where it succeeded.</returns>
    public async Task<ClassroomFault?> CallAsync(string call, (string Name, string Value)[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.GetAsync(AddressOf(call, parameters), cancellationToken);
            if (!response.IsSuccessStatusCode) return new(FaultKind.Away);
            return Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (TimeoutRejectedException)
        {
            return new(FaultKind.Slow);
        }
        catch (Exception e) when (e is HttpRequestException or BrokenCircuitException)
        {
            return new(FaultKind.Away);
        }
    }

    private static ClassroomFault? Read(byte[] answer)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(answer), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var response = XElement.Load(reader);
            return response.Element("returncode")?.Value switch
            {
                "SUCCESS" => null,
                "FAILED" => new(FaultKind.Refused, response.Element("messageKey")?.Value is { Length: > 0 and <= 100 } key ? key : "FAILED"),
                _ => new(FaultKind.Unintelligible),
            };
        }
        catch (XmlException)
        {
            return new(FaultKind.Unintelligible);
        }
    }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<BigBlueButtonApi>();
        services.AddHttpClient(Client, client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = MaxAnswerBytes;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).AddStandardResilienceHandler().Configure((pipeline, provider) =>
        {
            // Somebody waits for it: one more attempt, at once. Each call may be repeated.
            var timeout = provider.GetRequiredService<IOptions<ClassroomOptions>>().Value.BigBlueButton.Timeout;
            pipeline.AttemptTimeout.Timeout = timeout;
            pipeline.Retry.MaxRetryAttempts = 1;
            pipeline.Retry.Delay = TimeSpan.FromMilliseconds(200);
            pipeline.TotalRequestTimeout.Timeout = 3 * timeout;
            pipeline.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(30) + (2 * timeout);
        });
    }
}
