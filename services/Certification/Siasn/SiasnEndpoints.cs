using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Certification.Siasn;

/// <summary>Course records for SIASN, the national register: handed out once, answered, and handed out again where refused.</summary>
internal static class SiasnEndpoints
{
    public static void AddSiasn(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiasnOptions>().Bind(builder.Configuration.GetSection("Siasn"));
        builder.Services.AddSingleton<IValidator<ExportBody>, ExportBodyValidator>();
    }

    public static void MapSiasn(this IEndpointRouteBuilder app)
    {
        var siasn = app.MapGroup("/api/hr/siasn").WithTags("HR").RequireRoles(Roles.HrSystem, Roles.TrainingAdmin);
        siasn.MapGet("/exports", ReadExports.ListAsync).WithSummary("Ekspor ke SIASN, yang terbaru lebih dahulu");
        siasn.MapPut("/exports/{id:guid}", CreateExport.HandleAsync).Validate<ExportBody>()
            .WithSummary("Mengekspor riwayat kursus yang belum diekspor atau yang ditolak, menurut masa dan perangkat daerah");
        siasn.MapGet("/exports/{id:guid}", ReadExports.GetAsync).WithSummary("Satu ekspor dan keadaannya");
        siasn.MapGet("/exports/{id:guid}/records", DownloadExport.RecordsAsync)
            .Produces<IEnumerable<SiasnRecord>>().Produces<string>(200, "text/csv").ProducesValidationProblem().ProducesProblem(404)
            .WithSummary("Riwayat kursus satu ekspor sebagai JSON atau CSV; selalu sama");
        siasn.MapGet("/exports/{id:guid}/answers", DownloadExport.AnswersAsync)
            .Produces<string>(200, "text/csv").ProducesProblem(404)
            .WithSummary("Jawaban SIASN yang sudah dicatat, dalam bentuk yang sama dengan unggahannya");
        siasn.MapPost("/exports/{id:guid}/answers", TakeAnswers.HandleAsync)
            .Accepts<string>("text/csv").WithMetadata(new RequestSizeLimitAttribute(AnswerFile.MaxBytes))
            .WithSummary("Berkas jawaban SIASN: id, status (accepted atau refused), message");
    }
}
