using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features;

internal static class GetCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var (certificate, problem) = await FindAsync(id, user, db, cancellationToken);
        return certificate is null ? problem! : TypedResults.Ok(CertificateView.Of(certificate, platform.Value));
    }

    /// <summary>The certificate, or why this user does not get it.</summary>
    public static async Task<(Certificate? Certificate, ProblemHttpResult? Problem)> FindAsync(
        Guid id, ClaimsPrincipal user, CertificationDb db, CancellationToken cancellationToken)
    {
        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (certificate is null) return (null, Problems.NotFound($"Sertifikat {id}"));
        return MaySee(user, certificate)
            ? (certificate, null)
            : (null, Problems.Forbidden("Sertifikat ini milik pegawai lain di luar kewenangan Anda."));
    }

    private static bool MaySee(ClaimsPrincipal user, Certificate certificate) =>
        user.IsInRole(Roles.TrainingAdmin)
        || user.IsInRole(Roles.HrSystem)
        || (user.IsInRole(Roles.AgencyAdmin) && string.Equals(user.Agency(), certificate.AgencyCode, StringComparison.Ordinal))
        || (user.IsInRole(Roles.Learner) && string.Equals(user.Nip(), certificate.Nip, StringComparison.Ordinal));
}
