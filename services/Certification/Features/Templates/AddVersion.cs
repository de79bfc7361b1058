using System.Globalization;
using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Features.Templates;

/// <summary>Adds the next version, under the number that the client has for it: of two who write the same number one is told that it is taken.</summary>
internal static class AddVersion
{
    public static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> HandleAsync(
        string kind, int version, TemplateBody request, ClaimsPrincipal user, CertificationDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!CertificateKinds.TryParse(kind, out var known)) return ReadTemplates.Unknown(kind);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Writers follow each other, since each pattern is held against all others; readers and the issuing go on.
        await db.Database.ExecuteSqlAsync($"LOCK TABLE certificate_templates IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var all = await db.Templates.AsNoTracking().ToListAsync(cancellationToken);

        if (all.Find(t => t.Kind == known && t.Version == version) is { } there)
        {
            return there.Texts == request.Texts
                ? TypedResults.Ok(TemplateView.Of(there))
                : Problems.Conflict("version-taken", $"Versi {version} sudah ada dengan isi lain; versi tidak pernah diubah.");
        }
        var next = all.Where(t => t.Kind == known).Max(t => t.Version) + 1;
        if (version != next) return Problems.Conflict("not-the-next-version", string.Create(CultureInfo.InvariantCulture, $"Versi berikutnya adalah {next}."));
        if (all.Find(t => NumberPattern.Clash((known, request.Texts.NumberPattern), (t.Kind, t.NumberPattern))) is { } other)
        {
            return Problems.Unprocessable(
                "pattern-clashes", $"Nomor dengan pola ini dapat sama dengan nomor dari pola {other.NumberPattern} ({other.Kind.Code()} versi {other.Version}).");
        }

        var template = CertificateTemplate.Of(known, version, request.Texts, time.Now(), user.Subject());
        db.Templates.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(TemplateView.Of(template));
    }
}
