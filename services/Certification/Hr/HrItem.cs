using System.ComponentModel;
using System.Text.Json.Serialization;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;

namespace Bpsdm.Certification.Hr;

/// <summary>A completion, or that its certificate was revoked or replaced by a correct one, as HR systems are told of it: the same in the feed and as the data of a CloudEvent.</summary>
/// <param name="Id">Id of the fact: the same wherever it is told.</param>
/// <param name="Type">completion, revocation or correction.</param>
/// <param name="Score">Best score of the post-test, 0 to 100.</param>
public sealed record HrItem(
    [property: Description("Id fakta: sama di umpan, RabbitMQ, dan webhook.")] Guid Id,
    string Type, DateTimeOffset OccurredAt, HrPerson Person, HrCourse Course, HrCertificate Certificate,
    [property: Description("Nilai terbaik tes akhir, 0 sampai 100.")] decimal Score,
    [property: Description("Hanya pada pencabutan.")] HrRevocation? Revocation,
    [property: Description("Hanya pada pembetulan.")] HrCorrection? Correction)
{
    /// <summary>W3C trace context of what wrote the entry: for the envelope, not for the data.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }

    internal static HrItem Of(FeedEntry entry, CertificationOptions options, PlatformOptions platform)
    {
        var certificate = entry.Certificate;
        var (revoked, corrected) = (entry.Type is HrEntry.Revocation, entry.Type is HrEntry.Correction);
        return new(
            entry.FactId, entry.Type, revoked ? certificate.RevokedAt!.Value : corrected ? certificate.IssuedAt : certificate.CompletedAt,
            new(certificate.Nip, certificate.Name, certificate.AgencyCode, certificate.AgencyName, certificate.Rank, certificate.Position),
            new(
                certificate.ProgrammeCode, certificate.ProgrammeTitle, certificate.Category, certificate.Kind, certificate.Jp,
                certificate.Angkatan, certificate.Year, certificate.StartDate, certificate.EndDate, options.Institution,
                certificate.DeliveryMode, certificate.Place),
            new(certificate.Id, certificate.Number, platform.VerificationUrl(certificate.VerificationCode)),
            certificate.Score,
            revoked ? new(certificate.CompletionId, certificate.RevocationReason!) : null,
            corrected ? new(certificate.CompletionId, certificate.Replaces!.Id, certificate.Replaces.Number, certificate.Replaces.Reason) : null) { TraceParent = entry.TraceParent };
    }
}

/// <param name="CompletionId">Id of the completion that is to be taken back.</param>
public sealed record HrRevocation(Guid CompletionId, string Reason);

/// <param name="CompletionId">Id of the completion, which stays; the item's person and certificate take the place of those told before.</param>
public sealed record HrCorrection(Guid CompletionId, Guid ReplacedCertificateId, string ReplacedNumber, string Reason);

public sealed record HrPerson(string Nip, string Name, string AgencyCode, string AgencyName, string Rank, string Position);

/// <param name="Jp">Learning hours of 45 minutes.</param>
public sealed record HrCourse(
    string Code, string Title, string Category, CertificateKind Kind,
    [property: Description("Jam pelajaran @ 45 menit.")] int Jp, int Angkatan, int Year,
    DateOnly StartDate, DateOnly EndDate, string Institution, string Mode, string Place);

public sealed record HrCertificate(Guid Id, string Number, string VerificationUrl);
