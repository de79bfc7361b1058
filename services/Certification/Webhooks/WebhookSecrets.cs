using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks;

/// <summary>
/// Signatures after the Standard Webhooks specification 1.0. A secret is not stored anywhere: it is derived from the
/// installation's key, the subscription and the number of the rotation, so a copy of the database signs nothing.
/// </summary>
internal sealed class WebhookSecrets(IOptions<WebhookOptions> options)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.Key);

    /// <summary>As its owner is shown it, once: <c>whsec_</c> and 32 bytes in base64.</summary>
    public string Show(Subscription subscription) => $"whsec_{Convert.ToBase64String(Derive(subscription.Id, subscription.SecretVersion))}";

    /// <returns>The header <c>webhook-signature</c>: one signature, or two while a rotated secret still counts.</returns>
    public string Sign(Subscription subscription, string id, long timestamp, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signature = Of(subscription.SecretVersion);
        return subscription.PreviousSecretUntil > now ? $"{signature} {Of(subscription.SecretVersion - 1)}" : signature;

        string Of(int version) => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Derive(subscription.Id, version), content))}";
    }

    private byte[] Derive(Guid id, int version) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"webhook {id:D} {version}"));
}
