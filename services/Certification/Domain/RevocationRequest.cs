namespace Bpsdm.Certification.Domain;

/// <summary>That an outcome took the place of another one. Corrections may come in any order, and before the completion.</summary>
public sealed class CompletionCorrection
{
    public required Guid FactId { get; init; }
    public required Guid CorrectedFactId { get; init; }
    public required Guid ParticipantId { get; init; }
    public required bool Completed { get; init; }
}

public enum RevocationRequestStatus
{
    Open,
    Confirmed,
    Declined,

    /// <summary>The participant has completed after all before anyone decided.</summary>
    Overtaken,
}

/// <summary>A completion was taken back; whether its certificate is revoked is for a person to decide.</summary>
public sealed class RevocationRequest
{
    /// <summary>The fact that took the completion back; the revocation is known by it too.</summary>
    public required Guid Id { get; init; }
    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }

    /// <summary>Why the completion was taken back.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required RevocationRequestStatus Status { get; set; }

    /// <summary>The certificate that was decided about.</summary>
    public Guid? CertificateId { get; set; }
    public string? DecisionReason { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
}
