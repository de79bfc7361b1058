using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Hr;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Certification.Features.Replacement;

/// <summary>Issues a correct certificate in the place of one with a mistake, once. The same request again has the same answer.</summary>
internal static class ReplaceCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, ReplacementBody request, CertificationDb db, IOptions<PlatformOptions> platform,
        CertificationMetrics metrics, OutboxSignal outbox, HrSignal hr, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await Corrections.LockAsync(connection, cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } replaced) return Problems.NotFound($"Sertifikat {id}");
        var (corrected, reason) = (request.Of(replaced), request.Reason!.Trim());

        if (replaced.ReplacedBy is { } by)
        {
            var present = await FindAsync(db, by.Id, cancellationToken);
            return CorrectedFields.Of(present!) == corrected && string.Equals(by.Reason, reason, StringComparison.Ordinal)
                ? TypedResults.Ok(CertificateView.Of(present!, platform.Value))
                : Problems.Conflict("already-replaced", $"Sertifikat ini sudah diganti oleh nomor {by.Number}; perbaiki penggantinya.");
        }
        if (replaced.Status == CertificateStatus.Revoked) return Problems.Conflict("revoked", "Sertifikat ini sudah dicabut dan tidak dapat diganti.");
        if (CorrectedFields.Of(replaced) == corrected) return Problems.Unprocessable("nothing-to-correct", "Isian yang dikirim sama dengan yang sudah tertulis.");

        var template = await db.PresentTemplateAsync(replaced.Kind, cancellationToken);
        var successor = await CertificateReplacing.ReplaceAsync(connection, replaced, corrected, template, reason, time.Now(), cancellationToken);
        var replacement = await FindAsync(db, successor, cancellationToken);
        await CertificateEvents.PublishReplacedAsync(connection, replaced, replacement!, cancellationToken);
        await HrFeedWriting.AppendAsync(connection, HrEntry.Correction, [(successor, successor)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Issued(1);
        outbox.Set();
        hr.Set();
        return TypedResults.Ok(CertificateView.Of(replacement!, platform.Value));
    }

    private static Task<Certificate?> FindAsync(CertificationDb db, Guid id, CancellationToken cancellationToken) =>
        db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
}
