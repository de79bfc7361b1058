using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Imports;

public static class GetRejections
{
    // The file is opened in a spreadsheet: a value that starts like a formula must not become one.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <summary>The rows that had no effect, as CSV: line, value, code, reason; straight from the database to the wire.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var job = await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        if (job is null) return Problems.NotFound("Impor");
        if (!GetImport.MayBeSeenBy(job, user)) return Problems.Forbidden("Impor ini bukan milik Anda.");
        return TypedResults.Stream(body => WriteAsync(db, id, body, cancellationToken), "text/csv; charset=utf-8", $"ditolak-{id}.csv");
    }

    private static async Task WriteAsync(EnrolmentDb db, Guid id, Stream body, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        foreach (var column in (string[])["line", "value", "code", "reason"]) csv.WriteField(column);
        await csv.EndRecordAsync(cancellationToken);
        var rejections = db.ImportRejections.AsNoTracking().Where(r => r.JobId == id).OrderBy(r => r.LineNumber).AsAsyncEnumerable();
        await foreach (var rejection in rejections.WithCancellation(cancellationToken))
        {
            csv.WriteField(rejection.LineNumber);
            csv.WriteField(rejection.Value);
            csv.WriteField(rejection.Code);
            csv.WriteField(Outcomes.Reason(rejection.Code));
            await csv.EndRecordAsync(cancellationToken);
        }
    }
}
