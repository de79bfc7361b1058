using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Credentials;

/// <summary>
/// Which certificates of a series hold no longer, as a Bitstring Status List 1.0: a bit a certificate, at the place of its
/// sequence, so that nothing has to be kept for it. Whoever downloads a list asks about all of them, and about nobody.
/// </summary>
internal static class StatusList
{
    /// <summary>Bits of a list: the least that the specification allows.</summary>
    public const int Size = 131_072;

    public static JsonObject EntryOf(Certificate c, CredentialAddresses addresses)
    {
        var (list, index) = Math.DivRem(c.Sequence - 1, Size);
        var address = addresses.StatusList(c.Kind, c.SeriesYear, list);
        return new JsonObject
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{address}#{index}"),
            ["type"] = "BitstringStatusListEntry",
            ["statusPurpose"] = "revocation",
            ["statusListIndex"] = index.ToString(CultureInfo.InvariantCulture),
            ["statusListCredential"] = address,
        };
    }

    /// <param name="address">Of the list.</param>
    /// <param name="indexes">Of what was revoked or replaced.</param>
    /// <param name="now">From when it is so.</param>
    /// <param name="addresses">Of the issuer.</param>
    public static JsonObject Credential(string address, IEnumerable<int> indexes, DateTimeOffset now, CredentialAddresses addresses) => new()
    {
        ["@context"] = new JsonArray(OpenBadge.VcContext),
        ["id"] = address,
        ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
        ["issuer"] = addresses.Issuer,
        ["validFrom"] = OpenBadge.Time(now),
        ["credentialSubject"] = new JsonObject
        {
            ["id"] = $"{address}#list",
            ["type"] = "BitstringStatusList",
            ["statusPurpose"] = "revocation",
            ["encodedList"] = Encode(indexes),
        },
        ["iss"] = addresses.Issuer,
        ["jti"] = address,
        ["nbf"] = now.ToUnixTimeSeconds(),
    };

    /// <summary>Index 0 is the first bit of the first byte; GZIP, then multibase base64url.</summary>
    private static string Encode(IEnumerable<int> indexes)
    {
        var bits = new byte[Size / 8];
        foreach (var index in indexes) bits[index / 8] |= (byte)(0x80 >> (index % 8));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bits);
        return $"u{Base64Url.EncodeToString(packed.ToArray())}";
    }
}
