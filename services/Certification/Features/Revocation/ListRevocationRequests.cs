using System.ComponentModel;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Certification.Features.Revocation;

/// <param name="Reason">Why the completion was taken back.</param>
public sealed record RevocationRequestView(
    Guid Id, RevocationRequestStatus Status, string Reason, DateTimeOffset RequestedAt, Guid CertificateId, string Number, string Nip, string Name,
    string AgencyName, string ProgrammeTitle, int Angkatan, int Year, string? DecisionReason, string? DecidedBy, DateTimeOffset? DecidedAt);

/// <param name="Next">Where to read on, or null at the end.</param>
public sealed record RevocationRequestPage(IReadOnlyList<RevocationRequestView> Items, string? Next);

/// <summary>What is to be decided, the oldest first; and what was.</summary>
internal static class ListRevocationRequests
{
    private const int MaxLimit = 500;

    public static async Task<Results<Ok<RevocationRequestPage>, ValidationProblem>> HandleAsync(
        [Description("open, confirmed, declined atau overtaken; bawaan open.")] string? status, [Description("Cursor `next` dari jawaban sebelumnya.")] string? after,
        [Description("1 sampai 500, bawaan 100.")] int? limit, CertificationDb db, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        var wanted = RevocationRequestStatus.Open;
        if (status is not null && (!Enum.TryParse(status, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted) || char.IsAsciiDigit(status[0])))
            return Problems.Invalid("status", "status harus open, confirmed, declined atau overtaken.");
        var last = Guid.Empty;
        if (!string.IsNullOrEmpty(after) && !Cursor.TryReadRequest(after, out last)) return Problems.Invalid("after", "after bukan cursor dari daftar ini.");

        var size = limit ?? 100;
        var found = await Views(db, db.RevocationRequests.Where(r => r.Status == wanted && r.Id > last), wanted).Take(size + 1).ToListAsync(cancellationToken);
        var page = found.Take(size).ToList();
        return TypedResults.Ok(new RevocationRequestPage(page, found.Count > size ? Cursor.OfRequest(page[^1].Id) : null));
    }

    /// <summary>One that was decided.</summary>
    public static Task<RevocationRequestView> ViewAsync(CertificationDb db, Guid id, CancellationToken cancellationToken) =>
        Views(db, db.RevocationRequests.Where(r => r.Id == id), RevocationRequestStatus.Confirmed).SingleAsync(cancellationToken);

    /// <summary>With the certificate that was decided about, or that is to be; one that is not issued yet is not there to decide about.</summary>
    private static IQueryable<RevocationRequestView> Views(CertificationDb db, IQueryable<RevocationRequest> requests, RevocationRequestStatus status)
    {
        var decided = status is RevocationRequestStatus.Confirmed or RevocationRequestStatus.Declined;
        var pairs = decided
            ? requests.Join(db.Certificates, r => r.CertificateId, c => (Guid?)c.Id, (r, c) => new { Request = r, Certificate = c })
            : requests.Join(
                db.Certificates.Where(c => c.Status == CertificateStatus.Valid), r => r.ParticipantId, c => c.ParticipantId,
                (r, c) => new { Request = r, Certificate = c });
        return
            from p in pairs
            orderby p.Request.Id
            let r = p.Request
            let c = p.Certificate
            select new RevocationRequestView(
                r.Id, r.Status, r.Reason, r.RequestedAt, c.Id, c.Number, c.Nip, c.Name, c.AgencyName, c.ProgrammeTitle, c.Angkatan, c.Year,
                r.DecisionReason, r.DecidedBy, r.DecidedAt);
    }
}
