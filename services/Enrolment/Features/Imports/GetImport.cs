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
/// <param name="Hold">What a full file that was held would do to the register; null where it was not.</param>
public sealed record ImportResponse(
    Guid Id, ImportKind Kind, ImportMode? Mode, Guid? OfferingId, ImportStatus Status, int TotalRows, int ProcessedRows, int Percent,
    SortedDictionary<string, int> Outcomes, int RejectedRows, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt, string CreatedBy, string? Error, ImportHold? Hold, string? ConfirmedBy, DateTimeOffset? ConfirmedAt,
    string? CancelledBy, DateTimeOffset? CancelledAt)
{
    internal static ImportResponse Of(ImportJob job) => new(
        job.Id, job.Kind, job.Mode, job.Kind == ImportKind.Nominations ? job.TargetId : null, job.Status, job.TotalRows, job.ProcessedRows,
        (int)(100L * job.ProcessedRows / Math.Max(1, job.TotalRows)),
        JsonSerializer.Deserialize<SortedDictionary<string, int>>(job.Outcomes)!, job.RejectedRows,
        job.CreatedAt, job.StartedAt, job.CompletedAt, job.CreatedBy, job.Error,
        job.Hold is null ? null : JsonSerializer.Deserialize<ImportHold>(job.Hold), job.ConfirmedBy, job.ConfirmedAt, job.CancelledBy, job.CancelledAt);
}

public static class GetImport
{
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var (job, problem) = await FindAsync(id, user, db, cancellationToken);
        return job is null ? problem : TypedResults.Ok(ImportResponse.Of(job));
    }

    /// <summary>The job, where there is one and the caller may see it; else what to answer.</summary>
    internal static async Task<(ImportJob? Job, ProblemHttpResult Problem)> FindAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var job = await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        return job is null ? (null, Problems.NotFound("Impor"))
            : MayBeSeenBy(job, user) ? (job, null!)
            : (null, Problems.Forbidden("Impor ini bukan milik Anda."));
    }

    private static bool MayBeSeenBy(ImportJob job, ClaimsPrincipal user) =>
        user.IsInRole(Roles.TrainingAdmin)
        || job.Kind switch
        {
            ImportKind.Employees => user.IsInRole(Roles.HrSystem),
            ImportKind.Nominations => user.IsInRole(Roles.AgencyAdmin) && job.AgencyCode is not null
                && string.Equals(job.AgencyCode, user.Agency(), StringComparison.Ordinal),
        };
}
