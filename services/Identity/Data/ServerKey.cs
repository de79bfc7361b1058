namespace Bpsdm.Identity.Data;

/// <summary>
/// A private key of the server. To rotate: set <see cref="RetiredAt"/> and run <c>migrate</c>, which makes the next one;
/// a retired key still verifies (and decrypts) what it made.
/// </summary>
public sealed class ServerKey
{
    public const string Signing = "signing";
    public const string Encryption = "encryption";

    public Guid Id { get; init; }
    public required string Purpose { get; init; }

    /// <summary>PKCS#8 PEM, encrypted with <c>Identity:KeyPassword</c>.</summary>
    public required string Pem { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
}
