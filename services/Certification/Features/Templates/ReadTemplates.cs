using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Features.Templates;

/// <param name="CreatedBy">Null for what came with the platform.</param>
public sealed record TemplateView(CertificateKind Kind, int Version, TemplateTexts Texts, DateTimeOffset CreatedAt, string? CreatedBy)
{
    public static TemplateView Of(CertificateTemplate t) => new(t.Kind, t.Version, t.Texts, t.CreatedAt, t.CreatedBy);
}

internal static class ReadTemplates
{
    public static async Task<Ok<List<TemplateView>>> PresentAsync(CertificationDb db, CancellationToken cancellationToken)
    {
        var present = new List<TemplateView>();
        foreach (var kind in Enum.GetValues<CertificateKind>()) present.Add(TemplateView.Of(await db.PresentTemplateAsync(kind, cancellationToken)));
        return TypedResults.Ok(present);
    }

    public static async Task<Results<Ok<List<TemplateView>>, ProblemHttpResult>> VersionsAsync(string kind, CertificationDb db, CancellationToken cancellationToken)
    {
        if (!CertificateKinds.TryParse(kind, out var known)) return Unknown(kind);
        var versions = await db.Templates.AsNoTracking().Where(t => t.Kind == known).OrderByDescending(t => t.Version).ToListAsync(cancellationToken);
        return TypedResults.Ok(versions.ConvertAll(TemplateView.Of));
    }

    public static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> VersionAsync(
        string kind, int version, CertificationDb db, CancellationToken cancellationToken)
    {
        if (!CertificateKinds.TryParse(kind, out var known)) return Unknown(kind);
        return await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Kind == known && t.Version == version, cancellationToken) is { } template
            ? TypedResults.Ok(TemplateView.Of(template))
            : Problems.NotFound($"Templat {kind} versi {version}");
    }

    internal static ProblemHttpResult Unknown(string kind) => Problems.NotFound($"Jenis sertifikat {kind}");
}
