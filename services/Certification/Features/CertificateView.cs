using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Features;

/// <summary>A certificate with every field, for those who may see it.</summary>
public sealed record CertificateView(
    Guid Id, Guid CompletionId, Guid ParticipantId, Guid OfferingId, string Number, CertificateKind Kind, CertificateStatus Status,
    string Nip, string Name, string? BirthPlace, DateOnly BirthDate, string Rank, string Position, string AgencyCode, string AgencyName,
    string ProgrammeCode, string ProgrammeTitle, string Category, int Angkatan, int Year, int Jp, string DeliveryMode, string Place,
    DateOnly StartDate, DateOnly EndDate, decimal Score, DateTimeOffset CompletedAt, DateTimeOffset IssuedAt,
    string VerificationCode, string VerificationUrl, DateTimeOffset? RevokedAt, string? RevocationReason,
    ReplacedView? Replaces, ReplacementView? ReplacedBy)
{
    public static CertificateView Of(Certificate c, PlatformOptions platform) => new(
        c.Id, c.CompletionId, c.ParticipantId, c.OfferingId, c.Number, c.Kind, c.Status,
        c.Nip, c.Name, c.BirthPlace, c.BirthDate, c.Rank, c.Position, c.AgencyCode, c.AgencyName,
        c.ProgrammeCode, c.ProgrammeTitle, c.Category, c.Angkatan, c.Year, c.Jp, c.DeliveryMode, c.Place,
        c.StartDate, c.EndDate, c.Score, c.CompletedAt, c.IssuedAt,
        c.VerificationCode, platform.VerificationUrl(c.VerificationCode), c.RevokedAt, c.RevocationReason,
        c.Replaces is { } old ? new(old.Id, old.Number, old.Reason) : null,
        c.ReplacedBy is { } by ? new(by.Id, by.Number, platform.VerificationUrl(by.VerificationCode), by.Reason, by.At) : null);
}

/// <param name="Reason">What was wrong with it.</param>
public sealed record ReplacedView(Guid Id, string Number, string Reason);

/// <param name="Reason">What was wrong with what it replaced.</param>
public sealed record ReplacementView(Guid Id, string Number, string VerificationUrl, string Reason, DateTimeOffset At);

/// <param name="Next">Where to read on, or null at the end.</param>
public sealed record CertificatePage(IReadOnlyList<CertificateView> Items, string? Next);
