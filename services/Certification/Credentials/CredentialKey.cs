namespace Bpsdm.Certification.Credentials;

/// <summary>
/// A key that signs credentials. To rotate: set <see cref="RetiredAt"/>, and the next signature makes the next key; the public
/// half of a retired one stays published, because what it signed is still out there.
/// </summary>
public sealed class CredentialKey
{
    public required Guid Id { get; init; }

    /// <summary>PKCS#8 PEM of a P-256 key, encrypted with <c>Credentials:KeyPassword</c>.</summary>
    public required string Pem { get; init; }

    /// <summary>Coordinates of the public point, 32 bytes each.</summary>
    public required byte[] X { get; init; }
    public required byte[] Y { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
}
