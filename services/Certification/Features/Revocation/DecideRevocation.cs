using System.Security.Claims;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Hr;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Bpsdm.Certification.Features.Revocation;

/// <param name="Decision">confirmed: the certificate is revoked; declined: it stays valid.</param>
public sealed record DecisionBody(string? Decision, string? Reason);

internal sealed class DecisionBodyValidator : AbstractValidator<DecisionBody>
{
    public DecisionBodyValidator()
    {
        RuleFor(r => r.Decision).Must(d => d is "confirmed" or "declined").WithMessage("Keputusan harus confirmed atau declined.");
        RuleFor(r => r.Reason).Must(RevocationBodyValidator.IsReason).WithMessage(RevocationBodyValidator.ReasonNeeded);
    }
}

/// <summary>A person decides whether a certificate whose completion was taken back is revoked. The first decision stands.</summary>
internal static class DecideRevocation
{
    public static async Task<Results<Ok<RevocationRequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, DecisionBody request, ClaimsPrincipal user, CertificationDb db, OutboxSignal outbox, HrSignal hr, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var status = request.Decision is "confirmed" ? RevocationRequestStatus.Confirmed : RevocationRequestStatus.Declined;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await Corrections.LockAsync(connection, cancellationToken);
        if (await db.RevocationRequests.SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } asked)
            return Problems.NotFound($"Permintaan pencabutan {id}");
        if (asked.Status != RevocationRequestStatus.Open)
        {
            return asked.Status == status
                ? TypedResults.Ok(await ListRevocationRequests.ViewAsync(db, id, cancellationToken))
                : Problems.Conflict("already-decided", "Permintaan pencabutan ini sudah diputuskan dan tidak berubah lagi.");
        }
        var certificate = await db.Certificates.Where(c => c.ParticipantId == asked.ParticipantId && c.Status == CertificateStatus.Valid)
            .Select(c => (Guid?)c.Id).SingleOrDefaultAsync(cancellationToken);
        if (certificate is null) return Problems.Conflict("no-valid-certificate", "Peserta ini tidak mempunyai sertifikat yang sah.");

        var now = time.Now();
        (asked.Status, asked.CertificateId, asked.DecisionReason, asked.DecidedBy, asked.DecidedAt) =
            (status, certificate, request.Reason!.Trim(), user.Subject(), now);
        await db.SaveChangesAsync(cancellationToken);
        if (status == RevocationRequestStatus.Confirmed)
            await RevokeCertificate.RevokeAsync(db, connection, certificate.Value, id, asked.DecisionReason, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Set();
        hr.Set();
        return TypedResults.Ok(await ListRevocationRequests.ViewAsync(db, id, cancellationToken));
    }
}
