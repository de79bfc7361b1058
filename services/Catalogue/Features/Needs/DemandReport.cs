using Bpsdm.Catalogue.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>What agencies ask for against what is planned: programme by agency, with totals.</summary>
/// <param name="PlanVersion">Of the plan in force; null where none was published.</param>
internal sealed record DemandReportResponse(
    int Year, int? PlanVersion, Demand Total, IReadOnlyList<ProgrammeDemand> Programmes, IReadOnlyList<AgencyDemand> Agencies)
{
    public static DemandReportResponse Of(int year, IReadOnlyList<DemandRow> rows)
    {
        var cells = rows.Where(r => r is { IsProgramme: true, IsAgency: true })
            .ToLookup(r => r.Key, r => new AgencyDemand(r.AgencyCode!, r.AgencyName!, r.Demand));
        return new(
            year, rows.Select(r => r.PlanVersion).FirstOrDefault(), rows.Single(r => r is { IsProgramme: false, IsAgency: false }).Demand,
            [
                .. rows.Where(r => r is { IsProgramme: true, IsAgency: false })
                    .Select(r => new ProgrammeDemand(r.ProgrammeId, r.ProgrammeCode, r.Title!, r.Demand, [.. cells[r.Key]])),
            ],
            [.. rows.Where(r => r is { IsProgramme: false, IsAgency: true }).Select(r => new AgencyDemand(r.AgencyCode!, r.AgencyName!, r.Demand))]);
    }
}

/// <param name="Submitted">People of needs that wait for a decision.</param>
/// <param name="Accepted">People of needs that were accepted, by themselves or merged into another.</param>
/// <param name="PlannedSeats">
/// Seats of the plan in force. Of an agency: its share of a line's seats by the headcount of its needs that the line covers, and no
/// more than that; seats beyond are only in the totals of the programme.
/// </param>
/// <param name="ScheduledSeats">Of the offerings that start in the year; null for an agency: they are not divided.</param>
internal sealed record Demand(long Submitted, long Accepted, long PlannedSeats, long? ScheduledSeats);

/// <param name="ProgrammeId">Null for a new topic without a programme, whose name is the title.</param>
internal sealed record ProgrammeDemand(Guid? ProgrammeId, string? Code, string Title, Demand Demand, IReadOnlyList<AgencyDemand> Agencies);

internal sealed record AgencyDemand(string Code, string Name, Demand Demand);

/// <summary>A row of <see cref="DemandQuery"/>: a cell of the matrix, a programme's or an agency's total, or the total of all.</summary>
internal sealed record DemandRow(
    bool IsProgramme, bool IsAgency, Guid? ProgrammeId, string? ProgrammeCode, string? Title, string? AgencyCode, string? AgencyName,
    long Submitted, long Accepted, long PlannedSeats, long ScheduledSeats, int? PlanVersion)
{
    public (Guid?, string?) Key => (ProgrammeId, Title);
    public Demand Demand => new(Submitted, Accepted, PlannedSeats, IsAgency ? null : ScheduledSeats);
}

internal static class DemandReport
{
    private static readonly Formats Offered = new(("json", Formats.Json), ("csv", Formats.Csv), ("xlsx", Formats.Xlsx));

    public static async Task<IResult> Handle(
        string? year, string? format, HttpRequest request, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (!int.TryParse(year, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var of) || of is < 2020 or > 2100)
            return Problems.Invalid("year", "Nilai 'year' wajib ada: tahun 2020 sampai 2100.");
        var (wanted, refusal) = Offered.Choose(request, format);
        if (refusal is not null) return refusal;

        var report = DemandReportResponse.Of(of, await DemandQuery.ReadAsync(db, of, cancellationToken));
        var file = $"kebutuhan-diklat-{of}.{wanted}";
        return wanted switch
        {
            "csv" => TypedResults.File(DemandSheets.Csv(report), $"{Formats.Csv}; charset=utf-8", file),
            "xlsx" => TypedResults.File(DemandSheets.Xlsx(report), Formats.Xlsx, file),
            _ => TypedResults.Ok(report),
        };
    }
}
