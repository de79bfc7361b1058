using Bpsdm.Certification.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Data;

internal static class FullCertificates
{
    public static async Task<FullCertificate> CompleteAsync(this CertificationDb db, Certificate c, CancellationToken cancellationToken)
    {
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Kind == c.Kind && t.Version == c.TemplateVersion, cancellationToken);
        IReadOnlyList<OfferingModule> modules = c.HasCurriculum
            ? await db.Modules.AsNoTracking().Where(m => m.OfferingId == c.OfferingId).OrderBy(m => m.Number).ToListAsync(cancellationToken)
            : [];
        return new FullCertificate(c, template, modules);
    }

    /// <summary>The one that is issued with now.</summary>
    public static Task<CertificateTemplate> PresentTemplateAsync(this CertificationDb db, CertificateKind kind, CancellationToken cancellationToken) =>
        db.Templates.AsNoTracking().Where(t => t.Kind == kind).OrderByDescending(t => t.Version).FirstAsync(cancellationToken);
}
