using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Pdf;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features.Templates;

/// <summary>Draws a certificate of nobody by a template that need not be kept: unsigned, and marked as an example on every page.</summary>
internal static class PreviewTemplate
{
    public static Results<FileContentHttpResult, ProblemHttpResult> HandleAsync(
        string kind, TemplateBody request, IOptions<PlatformOptions> platform, TimeProvider time)
    {
        if (!CertificateKinds.TryParse(kind, out var known)) return ReadTemplates.Unknown(kind);
        var now = time.Now();
        var template = CertificateTemplate.Of(known, 0, request.Texts, now, by: null);
        return TypedResults.File(CertificatePdf.Render(Example(template, now), platform.Value, "CONTOH"), "application/pdf", "contoh.pdf");
    }

    private static FullCertificate Example(CertificateTemplate template, DateTimeOffset now)
    {
        var (offering, today, year) = (Guid.Empty, Wib.DateOf(now), Wib.YearOf(now));
        (string Title, int Jp, string Mode)[] modules =
            [("Kebijakan dan etika pelayanan publik", 8, "live"), ("Pengelolaan arsip dinamis", 16, "self-paced"), ("Praktik penataan berkas", 8, "face-to-face")];
        return new FullCertificate(
            new Certificate
            {
                Id = Guid.Empty, CompletionId = Guid.Empty, ParticipantId = Guid.Empty, OfferingId = offering, Status = CertificateStatus.Valid,
                Kind = template.Kind, SeriesYear = year, Sequence = 123, Number = NumberPattern.Write(template.NumberPattern, 123, template.Kind, year),
                VerificationCode = "CONTOH", TemplateVersion = template.Version, HasCurriculum = true, CompletedAt = now, IssuedAt = now, Score = 90,
                Nip = "198503172009031004", Name = "Nama Lengkap Peserta", BirthPlace = "Jakarta", BirthDate = new DateOnly(1985, 3, 17), Rank = "III/b",
                Position = "Ahli Pertama", AgencyCode = "OPD-00", AgencyName = "Nama Perangkat Daerah", ProgrammeCode = "DKL", ProgrammeTitle = "Judul Pelatihan",
                Category = "technical", Angkatan = 1, Year = year, Jp = 32, DeliveryMode = "distance", Place = "Daring", StartDate = today.AddDays(-5), EndDate = today,
            },
            template,
            [.. modules.Select((m, i) => new OfferingModule { OfferingId = offering, Number = i + 1, Title = m.Title, Jp = m.Jp, Mode = m.Mode })]);
    }
}
