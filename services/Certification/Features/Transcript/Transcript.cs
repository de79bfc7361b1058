using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Features.Transcript;

/// <param name="Status">valid or revoked: a replaced certificate is not listed, its replacement is.</param>
public sealed record TranscriptEntry(
    Guid CertificateId, string Number, CertificateKind Kind, CertificateStatus Status, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year,
    int Jp, DateOnly StartDate, DateOnly EndDate, DateTimeOffset CompletedAt, string VerificationUrl);

/// <param name="Year">In which they were completed, in WIB, as the JP account counts.</param>
/// <param name="Jp">Learning hours of 45 minutes; what was revoked is listed and not counted.</param>
public sealed record TranscriptYear(int Year, int Jp, IReadOnlyList<TranscriptEntry> Certificates);

/// <summary>What a person has learned, the newest year first.</summary>
/// <param name="Name">As the other fields of the person, as on their newest certificate; null without one.</param>
public sealed record TranscriptView(
    string Nip, string? Name, string? Rank, string? Position, string? AgencyCode, string? AgencyName, int Jp, IReadOnlyList<TranscriptYear> Years)
{
    public static async Task<TranscriptView> OfAsync(string nip, CertificationDb db, PlatformOptions platform, CancellationToken cancellationToken)
    {
        var all = await db.Certificates.AsNoTracking().Where(c => c.Nip == nip && c.Status != CertificateStatus.Replaced)
            .OrderByDescending(c => c.CompletedAt).ThenByDescending(c => c.Id).ToListAsync(cancellationToken);
        TranscriptYear[] years =
        [
            .. all.GroupBy(c => Wib.YearOf(c.CompletedAt)).Select(year => new TranscriptYear(
                year.Key, year.Where(c => c.Status == CertificateStatus.Valid).Sum(c => c.Jp), [.. year.Select(c => Of(c, platform))])),
        ];
        var newest = all.FirstOrDefault();
        return new TranscriptView(
            nip, newest?.Name, newest?.Rank, newest?.Position, newest?.AgencyCode, newest?.AgencyName, years.Sum(y => y.Jp), years);
    }

    private static TranscriptEntry Of(Certificate c, PlatformOptions platform) => new(
        c.Id, c.Number, c.Kind, c.Status, c.ProgrammeCode, c.ProgrammeTitle, c.Angkatan, c.Year, c.Jp, c.StartDate, c.EndDate, c.CompletedAt,
        platform.VerificationUrl(c.VerificationCode));
}
