using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Pdf;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features;

internal static class DownloadPdf
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, IOptions<CertificationOptions> options, IOptions<PlatformOptions> platform,
        CancellationToken cancellationToken)
    {
        var (certificate, problem) = await GetCertificate.FindAsync(id, user, db, cancellationToken);
        if (certificate is null) return problem!;
        // A certificate with an empty box in a name is worth nothing on paper, and nobody would notice in time.
        if (CertificatePdf.Unprintable(certificate, options.Value) is { Length: > 0 } letters)
            return Problems.Unprocessable("not-printable", $"Sertifikat memuat huruf yang tidak dapat dicetak: {letters}. Isinya tetap dapat diperiksa di /verify.");
        return TypedResults.File(
            CertificatePdf.Render(certificate, options.Value, platform.Value), "application/pdf", $"{certificate.Number.Replace('/', '-')}.pdf");
    }
}
