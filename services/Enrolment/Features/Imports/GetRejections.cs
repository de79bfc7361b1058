using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Enrolment.Features.Imports;

public static class GetRejections
{
    /// <summary>The rows that had no effect, as CSV: line, value, code, reason; straight from the database to the wire.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, CancellationToken cancellationToken)
    {
        var (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        if (job is null) return problem;
        var rows = db.ImportRejections.AsNoTracking().Where(r => r.JobId == id).OrderBy(r => r.LineNumber).AsAsyncEnumerable()
            .Select(r => new object?[] { r.LineNumber, r.Value, r.Code, Outcomes.Reason(r.Code) });
        return TableFile.Of(TableFormat.Csv, $"ditolak-{id}", ["line", "value", "code", "reason"], rows, cancellationToken);
    }
}
