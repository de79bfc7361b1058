using MassTransit;

namespace Bpsdm.Contracts.Certification;

/// <summary>Certificates were issued, each once for its completion.</summary>
[MessageUrn("urn:bpsdm:certification:certificate-issued:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.certification.certificate-issued.v1")]
public sealed record CertificateIssued
{
    public required Guid OfferingId { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<IssuedCertificate> Certificates { get; init; }
}

/// <summary>Certificates prove nothing any more. They keep their numbers, and stay to be seen as revoked.</summary>
[MessageUrn("urn:bpsdm:certification:certificate-revoked:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.certification.certificate-revoked.v1")]
public sealed record CertificateRevoked
{
    public required Guid OfferingId { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<RevokedCertificate> Certificates { get; init; }
}

/// <param name="FactId">Id of this fact: HR knows the revocation by it.</param>
/// <param name="Certificate">What was revoked, as it was issued: this may be told before that.</param>
/// <param name="Reason">Why, in the words of who revoked it.</param>
public sealed record RevokedCertificate(Guid FactId, IssuedCertificate Certificate, string Reason, DateTimeOffset RevokedAt);

/// <summary>
/// Certificates with a mistake were replaced by ones without it, which prove the same completions under numbers of their own.
/// No learning hours come or go.
/// </summary>
[MessageUrn("urn:bpsdm:certification:certificate-replaced:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.certification.certificate-replaced.v1")]
public sealed record CertificateReplaced
{
    public required Guid OfferingId { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<ReplacedCertificate> Certificates { get; init; }
}

/// <param name="FactId">Id of this fact: HR knows the correction by it.</param>
/// <param name="Certificate">What was replaced, as it was issued: this may be told before that.</param>
/// <param name="Replacement">What took its place; <see cref="CertificateIssued"/> does not tell of it.</param>
/// <param name="Reason">Why, in the words of who corrected it.</param>
public sealed record ReplacedCertificate(Guid FactId, IssuedCertificate Certificate, IssuedCertificate Replacement, string Reason, DateTimeOffset ReplacedAt);

/// <param name="FactId">Id of this fact.</param>
/// <param name="CompletionId">The fact id of the completion that this certificate proves.</param>
/// <param name="Kind">sttpp for structural training, sertifikat otherwise.</param>
/// <param name="Jp">Learning hours of 45 minutes.</param>
public sealed record IssuedCertificate(
    Guid FactId, Guid CertificateId, Guid CompletionId, Guid ParticipantId, string Nip, string AgencyCode,
    string Kind, string Number, int Jp, DateTimeOffset CompletedAt, DateTimeOffset IssuedAt);
