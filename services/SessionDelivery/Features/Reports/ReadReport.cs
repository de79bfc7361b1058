using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>The report on an offering: for programs, for spreadsheets, and to be read. Before its closing it says that it is not final.</summary>
internal static class ReadReport
{
    private static readonly Formats Offered = new(("json", Formats.Json), ("xlsx", Formats.Xlsx), ("pdf", Formats.Pdf));

    public static void MapReports(this RouteGroupBuilder delivery) =>
        delivery.MapGet("/offerings/{id:guid}/report", HandleAsync).RequireTeaching()
            .Produces<ClosingReport>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status406NotAcceptable)
            .WithSummary("Attendance, scores, evaluation and pass rate, altogether and by agency; 'format' or Accept: json, xlsx or pdf.");

    private static async Task<IResult> HandleAsync(
        Guid id, string? format, HttpRequest request, DeliveryDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (wanted, refusal) = Offered.Choose(request, format);
        if (refusal is not null) return refusal;
        if (await ReportQuery.ReadAsync(db, id, time.Now(), cancellationToken) is not { } report) return Answers.OfferingNotFound(id);

        var file = $"laporan-{report.Offering.ProgrammeCode}-{report.Offering.Angkatan}-{report.Offering.Year}.{wanted}";
        return wanted switch
        {
            "xlsx" => TypedResults.File(ReportSheets.Write(report), Formats.Xlsx, file),
            "pdf" => TypedResults.File(ReportPdf.Draw(report), Formats.Pdf, file),
            _ => TypedResults.Ok(report),
        };
    }
}
