using System.Security.Claims;
using System.Text.Json;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Imports;

/// <param name="Outcomes">Rows by outcome, of those worked off so far.</param>
/// <param name="Percent">Of the rows worked off, rounded down.</param>
/// <param name="Error">Why the last try failed, where one did.</param>
public sealed record ImportResponse(
    Guid Id, ImportKind Kind, Guid? OfferingId, ImportStatus Status, int TotalRows, int ProcessedRows, int Percent,
    SortedDictionary<string, int> Outcomes, int RejectedRows, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt, string CreatedBy, string? Error)
{
    internal static ImportResponse Of(ImportJob job) => new(
        job.Id, job.Kind, job.Kind == ImportKind.Nominations ? job.TargetId : null, job.Status, job.TotalRows, job.ProcessedRows,
        (int)(100L * job.ProcessedRows / Math.Max(1, job.TotalRows)),
        JsonSerializer.Deserialize<SortedDictionary<string, int>>(job.Outcomes)!, job.RejectedRows,
        job.CreatedAt, job.StartedAt, job.CompletedAt, job.CreatedBy, job.Error);
}

public static class GetImport
{
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var job = await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        if (job is null) return Problems.NotFound("Impor");
        if (!MayBeSeenBy(job, user)) return Problems.Forbidden("Impor ini bukan milik Anda.");
        return TypedResults.Ok(ImportResponse.Of(job));
    }

    internal static bool MayBeSeenBy(ImportJob job, ClaimsPrincipal user) =>
        user.IsInRole(Roles.TrainingAdmin)
        || job.Kind switch
        {
            ImportKind.Employees => user.IsInRole(Roles.HrSystem),
            ImportKind.Nominations => user.IsInRole(Roles.AgencyAdmin) && job.AgencyCode is not null
                && string.Equals(job.AgencyCode, user.Agency(), StringComparison.Ordinal),
        };
}
