using System.Security.Cryptography;
using System.Text;

namespace Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;

/// <summary>
/// How BigBlueButton signs: a hash over the text with the shared secret at its end. Source: its API documentation, and
/// bbb-webhooks (src/out/webhooks: utils.js, callback-emitter.js).
/// </summary>
internal static class Checksums
{
    private static readonly (string Name, int Bytes, HashAlgorithmName Algorithm)[] Known =
    [
        ("sha1", SHA1.HashSizeInBytes, HashAlgorithmName.SHA1), ("sha256", SHA256.HashSizeInBytes, HashAlgorithmName.SHA256),
        ("sha384", SHA384.HashSizeInBytes, HashAlgorithmName.SHA384), ("sha512", SHA512.HashSizeInBytes, HashAlgorithmName.SHA512),
    ];

    public static HashAlgorithmName? ByName(string name) => Known.Where(k => string.Equals(k.Name, name, StringComparison.Ordinal)).Select(k => (HashAlgorithmName?)k.Algorithm).FirstOrDefault();

    /// <param name="call">For example <c>create</c> or <c>hooks/create</c>.</param>
    /// <param name="query">As it is sent, without the checksum.</param>
    public static string OfCall(HashAlgorithmName algorithm, string call, string query, string secret) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, Encoding.UTF8.GetBytes(call + query + secret)));

    /// <summary>Whether a notice is of who knows the secret. Its algorithm is a setting of theirs (sha1 unless it was changed), so its length tells.</summary>
    public static bool IsOfNotice(string? told, string callbackUrl, ReadOnlySpan<byte> body, string secret)
    {
        if (told is null || Known.FirstOrDefault(k => k.Bytes * 2 == told.Length) is not { Name: not null } known) return false;
        Span<byte> claimed = stackalloc byte[known.Bytes];
        if (Convert.FromHexString(told, claimed, out _, out _) is not System.Buffers.OperationStatus.Done) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes(callbackUrl), .. body, .. Encoding.UTF8.GetBytes(secret)];
        return CryptographicOperations.FixedTimeEquals(claimed, CryptographicOperations.HashData(known.Algorithm, signed));
    }
}
