using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Features.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Enrolment.Features.Jp;

public sealed record JpProvinceResponse(int Year, JpSummary Summary, IReadOnlyList<JpSummary> Agencies);

/// <summary>The province's learning hours in a year, by agency.</summary>
public static class JpProvince
{
    private static readonly string[] Columns = ["agency_code", "agency_name", "employees", "with_right", "fulfilled", "fulfilled_percent", "jp"];

    public static async Task<Results<Ok<JpProvinceResponse>, PushStreamHttpResult, ValidationProblem>> HandleAsync(
        [AsParameters] JpQuery query, EnrolmentDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!query.TryRead(time, out var view, out var problem)) return problem;
        var agencies = await JpSummary.ReadAsync(view.Year, null, await JpRights.InAsync(view.Year, db, cancellationToken), db, cancellationToken);
        if (view.Format != TableFormat.Json)
        {
            var rows = agencies
                .Select(a => new object?[] { a.AgencyCode, a.AgencyName, a.Employees, a.WithRight, a.Fulfilled, a.FulfilledPercent, a.Jp }).ToAsyncEnumerable();
            return TableFile.Of(view.Format, $"jp-provinsi-{view.Year}", Columns, rows, cancellationToken);
        }
        var all = JpSummary.Of(
            "", "Provinsi DKI Jakarta", agencies.Sum(a => a.Employees), agencies.Sum(a => a.WithRight), agencies.Sum(a => a.Fulfilled), agencies.Sum(a => a.Jp));
        return TypedResults.Ok(new JpProvinceResponse(view.Year, all, agencies));
    }
}
