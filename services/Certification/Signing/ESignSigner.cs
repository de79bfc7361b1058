using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Signing;

/// <summary>
/// BSrE's eSign (version 2 of its API): the PDF goes there and comes back signed. It is asked once, never again by itself:
/// a wrong passphrase that is repeated locks the person's certificate.
/// </summary>
internal sealed partial class ESignSigner(IHttpClientFactory clients, IOptions<SigningOptions> options, ILogger<ESignSigner> logger) : IPdfSigner
{
    public const string Client = "esign";

    /// <summary>What is told of a refusal; longer texts are somebody's error page.</summary>
    private const int MaxReason = 200;

    public bool IsReproducible => false;

    public async Task<byte[]> SignAsync(byte[] pdf, SignatureDetails details, CancellationToken cancellationToken)
    {
        var account = options.Value.ESign;
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/sign/pdf");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Username}:{account.Password}")));
        request.Content = JsonContent.Create(new SignRequest(
            account.Nik, account.Passphrase, [new("INVISIBLE", details.Location, details.Reason)], [Convert.ToBase64String(pdf)]));
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode) return Signed(await answer.Content.ReadFromJsonAsync<SignAnswer>(cancellationToken));
            var reason = Reason(await answer.Content.ReadAsStringAsync(cancellationToken));
            LogFailed((int)answer.StatusCode, reason);
            throw new SigningException($"eSign answered {(int)answer.StatusCode}: {reason}", refused: (int)answer.StatusCode is >= 400 and < 500);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogAway(e.Message);
            throw new SigningException("eSign did not answer.", refused: false, e);
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            LogAway(e.Message);
            throw new SigningException("eSign's answer cannot be read.", refused: false, e);
        }
    }

    private static byte[] Signed(SignAnswer? answer)
    {
        var pdf = answer?.File is [{ } file] ? Convert.FromBase64String(file) : throw new FormatException("There is not one file in it.");
        // Whatever comes back is kept for good, so an unsigned file must not.
        return pdf.AsSpan().StartsWith("%PDF-"u8) && pdf.AsSpan().IndexOf("/ByteRange"u8) >= 0
            ? pdf
            : throw new FormatException("The file in it is no signed PDF.");
    }

    private static string Reason(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in (string[])["error", "message"])
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text)) body = text.ToString();
        }
        catch (JsonException)
        {
            // Then it is a text.
        }
        return body.Length <= MaxReason ? body : body[..MaxReason];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "eSign answered {Status}: {Reason}")]
    private partial void LogFailed(int status, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "eSign gave no signed PDF: {Reason}")]
    private partial void LogAway(string reason);

    private sealed record SignRequest(string Nik, string Passphrase, IReadOnlyList<SignatureProperties> SignatureProperties, IReadOnlyList<string> File);

    private sealed record SignatureProperties(string Tampilan, string Location, string Reason);

    private sealed record SignAnswer(string? Time, IReadOnlyList<string?>? File);
}
