using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Imports;

public static class ImportEmployees
{
    /// <summary>
    /// Brings the register to the state of the file, as a difference. <c>?mode=full</c>: who is not in the file has left.
    /// <c>?mode=change</c>, and without a mode: who is not in the file stays as they are.
    /// </summary>
    public static async Task<Results<Accepted<ImportResponse>, Ok<ImportResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string? mode, HttpRequest request, ClaimsPrincipal user, ImportUpload upload, CancellationToken cancellationToken)
    {
        ImportMode? known = mode switch { null or "change" => ImportMode.Change, "full" => ImportMode.Full, _ => null };
        if (known is null) return Problems.Invalid("mode", "Harus full atau change.");
        return await upload.AcceptAsync(request, new ImportRequest(ImportKind.Employees, known, Guid.Empty, null, user.Subject()), cancellationToken);
    }
}

public static class NominateParticipants
{
    /// <summary>Nominates employees for an offering; an agency's admin only those of the agency.</summary>
    public static async Task<Results<Accepted<ImportResponse>, Ok<ImportResponse>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid offeringId, HttpRequest request, ClaimsPrincipal user, EnrolmentDb db, ImportUpload upload, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!AgencyScope.TryRead(user, out var agency, Roles.TrainingAdmin)) return AgencyScope.NoAgency();
        var offering = await db.Offerings.Where(o => o.Id == offeringId)
            .Select(o => new { o.EnrolmentOpensAt, o.EnrolmentClosesAt, o.CancelledAt }).SingleOrDefaultAsync(cancellationToken);
        if (offering is null) return Problems.NotFound("Angkatan");
        var (window, now) = (new EnrolmentWindow(offering.EnrolmentOpensAt, offering.EnrolmentClosesAt), time.GetUtcNow());
        if (offering.CancelledAt is not null) return EnrolmentClosed.Cancelled();
        if (!window.IsOpenAt(now)) return EnrolmentClosed.Problem(window, now);
        return await upload.AcceptAsync(request, new ImportRequest(ImportKind.Nominations, null, offeringId, agency, user.Subject()), cancellationToken);
    }
}
