namespace Bpsdm.Certification.Domain;

/// <summary>A PDF of a certificate that was handed out: by its hash anybody can be told whether theirs is one.</summary>
public sealed class CertificateDocument
{
    public required Guid CertificateId { get; init; }

    public required byte[] Sha256 { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Null where the same bytes can be made again.</summary>
    public byte[]? Content { get; init; }
}
