namespace Bpsdm.Certification.Domain;

public enum CertificateStatus
{
    Valid,
    Revoked,

    /// <summary>It had a mistake; <see cref="Certificate.ReplacedBy"/> proves the same without it.</summary>
    Replaced,
}

/// <summary>
/// What was certified, with every field as it was then: a certificate does not change when the register or the programme
/// does. Rows are written in bulk by <c>CertificateIssuing</c>.
/// </summary>
public sealed class Certificate
{
    public required Guid Id { get; init; }

    /// <summary>The fact that it proves, as does what it replaced; HR knows the completion by this id.</summary>
    public required Guid CompletionId { get; init; }
    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }
    public required CertificateStatus Status { get; init; }

    public required CertificateKind Kind { get; init; }

    /// <summary>Year of the series: that of the completion in WIB.</summary>
    public required int SeriesYear { get; init; }

    /// <summary>1, 2, 3, … without a gap in the series of its kind and year.</summary>
    public required long Sequence { get; init; }
    public required string Number { get; init; }
    public required string VerificationCode { get; init; }

    /// <summary>Version of its kind's template that it was issued with.</summary>
    public required int TemplateVersion { get; init; }

    /// <summary>Whether the modules of the offering were known when it was issued: then a second page lists them.</summary>
    public required bool HasCurriculum { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>With <see cref="RevocationReason"/>: null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
    public string? RevocationReason { get; init; }

    /// <summary>The one whose mistake this one corrects.</summary>
    public Predecessor? Replaces { get; init; }

    /// <summary>Null unless it was replaced.</summary>
    public Successor? ReplacedBy { get; init; }
    public required decimal Score { get; init; }

    public required string Nip { get; init; }
    public required string Name { get; init; }
    public required string? BirthPlace { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Rank { get; init; }
    public required string Position { get; init; }
    public required string AgencyCode { get; init; }
    public required string AgencyName { get; init; }

    public required string ProgrammeCode { get; init; }
    public required string ProgrammeTitle { get; init; }
    public required string Category { get; init; }
    public required int Angkatan { get; init; }
    public required int Year { get; init; }
    public required int Jp { get; init; }
    public required string DeliveryMode { get; init; }
    public required string Place { get; init; }
    public required DateOnly StartDate { get; init; }
    public required DateOnly EndDate { get; init; }
}

/// <param name="Reason">What was wrong with it.</param>
public sealed record Predecessor(Guid Id, string Number, string Reason);

/// <param name="Reason">What was wrong with what it replaced.</param>
public sealed record Successor(Guid Id, string Number, string VerificationCode, string Reason, DateTimeOffset At);
