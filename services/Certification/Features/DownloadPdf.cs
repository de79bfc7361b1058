using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Pdf;
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
        return certificate is null
            ? problem!
            : TypedResults.File(
                CertificatePdf.Render(certificate, options.Value, platform.Value), "application/pdf",
                $"{certificate.Number.Replace('/', '-')}.pdf");
    }
}
