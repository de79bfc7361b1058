using Bpsdm.Certification.Features.Replacement;
using Bpsdm.Certification.Features.Revocation;
using Bpsdm.Certification.Features.Templates;
using Bpsdm.Certification.Features.Transcript;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Certification.Features;

internal static class CertificationEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var certificates = app.MapGroup("/api/certification").WithTags("Certification");
        certificates.MapGet("/certificates/{id:guid}", GetCertificate.HandleAsync)
            .RequireRoles(Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem)
            .WithSummary("Sertifikat dengan semua isinya");
        certificates.MapGet("/certificates/{id:guid}/pdf", DownloadPdf.HandleAsync)
            .RequireRoles(Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin, Roles.HrSystem)
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Sertifikat sebagai PDF");
        certificates.MapGet("/certificates", ListCertificates.OfOfferingAsync)
            .RequireRoles(Roles.TrainingAdmin)
            .WithSummary("Sertifikat satu angkatan");
        certificates.MapGet("/my/certificates", ListCertificates.MineAsync)
            .RequireRoles(Roles.Learner)
            .WithSummary("Sertifikat saya");
        certificates.MapGet("/offerings/{id:guid}/summary", SummariseOffering.HandleAsync)
            .RequireRoles(Roles.TrainingAdmin)
            .WithSummary("Jumlah dan seri nomor sertifikat satu angkatan");

        certificates.MapRevocation();
        certificates.MapReplacement();
        certificates.MapTemplates();
        certificates.MapTranscript();

        app.MapGet("/api/hr/completions", ReadHrFeed.HandleAsync)
            .RequireRoles(Roles.HrSystem)
            .WithTags("HR")
            .WithSummary("Umpan kelulusan untuk sistem kepegawaian");
    }
}
