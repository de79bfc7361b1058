using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Hr;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Certification.Features.Revocation;

/// <param name="Reason">Why: it is shown to whoever verifies the certificate.</param>
public sealed record RevocationBody(string? Reason);

internal sealed class RevocationBodyValidator : AbstractValidator<RevocationBody>
{
    public RevocationBodyValidator() => RuleFor(r => r.Reason).Must(IsReason).WithMessage(ReasonNeeded);

    internal const string ReasonNeeded = "Alasan wajib diisi, 10 sampai 500 huruf.";

    internal static bool IsReason(string? reason) => reason?.Trim() is { Length: >= 10 and <= 500 };
}

/// <summary>Takes a certificate's validity, with a reason. One that was revoked before stays as it was.</summary>
internal static class RevokeCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, RevocationBody request, CertificationDb db, IOptions<PlatformOptions> platform, OutboxSignal outbox, HrSignal hr, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await Corrections.LockAsync(connection, cancellationToken);
        var now = time.Now();
        if (await RevokeAsync(db, connection, id, Guid.CreateVersion7(now), request.Reason!.Trim(), now, cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
            outbox.Set();
            hr.Set();
        }
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } certificate)
            return Problems.NotFound($"Sertifikat {id}");
        return certificate.Status == CertificateStatus.Replaced
            ? Problems.Conflict("replaced", $"Sertifikat ini sudah diganti oleh nomor {certificate.ReplacedBy!.Number}; yang dapat dicabut hanya penggantinya.")
            : TypedResults.Ok(CertificateView.Of(certificate, platform.Value));
    }

    /// <summary>In the caller's transaction: the status, the place in the HR feed, the event.</summary>
    /// <returns>False where there was nothing valid.</returns>
    public static async Task<bool> RevokeAsync(
        CertificationDb db, NpgsqlConnection connection, Guid id, Guid factId, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var revoked = await db.Certificates.Where(c => c.Id == id && c.Status == CertificateStatus.Valid).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Status, CertificateStatus.Revoked).SetProperty(c => c.RevokedAt, now).SetProperty(c => c.RevocationReason, reason),
            cancellationToken);
        if (revoked == 0) return false;
        var certificate = await db.Certificates.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        await CertificateEvents.PublishRevokedAsync(connection, certificate, factId, reason, now, cancellationToken);
        await HrFeedWriting.AppendAsync(connection, HrEntry.Revocation, [(factId, id)], cancellationToken);
        return true;
    }
}
