using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Pdf;
using Bpsdm.Certification.Signing;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Certification.Features;

internal static class DownloadPdf
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, CertificateDocuments documents, HttpResponse response,
        CancellationToken cancellationToken)
    {
        var (certificate, problem) = await GetCertificate.FindAsync(id, user, db, cancellationToken);
        if (certificate is null) return problem!;
        var full = await db.CompleteAsync(certificate, cancellationToken);
        // A certificate with an empty box in a name is worth nothing on paper, and nobody would notice in time.
        if (CertificatePdf.Unprintable(full) is { Length: > 0 } letters)
            return Problems.Unprocessable("not-printable", $"Sertifikat memuat huruf yang tidak dapat dicetak: {letters}. Isinya tetap dapat diperiksa di /verify.");
        try
        {
            return TypedResults.File(await documents.GetAsync(full, cancellationToken), "application/pdf", $"{certificate.Number.Replace('/', '-')}.pdf");
        }
        catch (SigningException e) when (e.Refused)
        {
            return Problems.Problem(StatusCodes.Status502BadGateway, "signing-refused", "Layanan tanda tangan elektronik menolak; hubungi pengelola. Isi sertifikat tetap dapat diperiksa di /verify.");
        }
        catch (SigningException)
        {
            response.Headers.RetryAfter = "10";
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, "signing-unavailable", "Layanan tanda tangan elektronik sedang tidak menjawab; coba lagi sebentar lagi.");
        }
    }
}
