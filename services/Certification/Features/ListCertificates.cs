using System.ComponentModel;
using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features;

/// <summary>Certificates of an offering, and those of the person who asks; both in the order of their ids, which is that of issue.</summary>
internal static class ListCertificates
{
    private const int MaxLimit = 500;

    public static Task<Results<Ok<CertificatePage>, ValidationProblem, ProblemHttpResult>> OfOfferingAsync(
        Guid offeringId, [Description("Cursor `next` dari jawaban sebelumnya.")] string? after, [Description("1 sampai 500, bawaan 100.")] int? limit,
        CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken) =>
        PageAsync(db.Certificates.Where(c => c.OfferingId == offeringId), after, limit, platform.Value, cancellationToken);

    public static async Task<Results<Ok<CertificatePage>, ValidationProblem, ProblemHttpResult>> MineAsync(
        string? after, int? limit, ClaimsPrincipal user, CertificationDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Problems.Forbidden("Token ini tidak memuat NIP.");
        return await PageAsync(db.Certificates.Where(c => c.Nip == nip), after, limit, platform.Value, cancellationToken);
    }

    private static async Task<Results<Ok<CertificatePage>, ValidationProblem, ProblemHttpResult>> PageAsync(
        IQueryable<Certificate> certificates, string? after, int? limit, PlatformOptions platform, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        if (!string.IsNullOrEmpty(after))
        {
            if (!Cursor.TryRead(after, out Guid last)) return Problems.Invalid("after", "after bukan cursor dari daftar ini.");
            certificates = certificates.Where(c => c.Id > last);
        }
        var size = limit ?? 100;
        var found = await certificates.AsNoTracking().OrderBy(c => c.Id).Take(size + 1).ToListAsync(cancellationToken);
        var page = found.Take(size).ToList();
        return TypedResults.Ok(new CertificatePage(
            [.. page.Select(c => CertificateView.Of(c, platform))],
            found.Count > size ? Cursor.Of(page[^1].Id) : null));
    }
}
