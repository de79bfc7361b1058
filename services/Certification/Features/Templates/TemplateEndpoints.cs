using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.Certification.Features.Templates;

internal static class TemplateEndpoints
{
    public static void AddTemplates(this IServiceCollection services) => services.AddSingleton<IValidator<TemplateBody>, TemplateBodyValidator>();

    public static void MapTemplates(this RouteGroupBuilder certificates)
    {
        var admin = certificates.MapGroup("").RequireRoles(Roles.TrainingAdmin);
        admin.MapGet("/templates", ReadTemplates.PresentAsync)
            .WithSummary("Templat yang berlaku untuk setiap jenis sertifikat");
        admin.MapGet("/templates/{kind}/versions", ReadTemplates.VersionsAsync)
            .WithSummary("Semua versi templat satu jenis, yang terbaru lebih dahulu");
        admin.MapGet("/templates/{kind}/versions/{version:int}", ReadTemplates.VersionAsync)
            .WithSummary("Satu versi templat");
        admin.MapPut("/templates/{kind}/versions/{version:int}", AddVersion.HandleAsync).Validate<TemplateBody>()
            .WithSummary("Menambah versi berikutnya; berlaku mulai sertifikat yang terbit sesudahnya");
        admin.MapPost("/templates/{kind}/preview", PreviewTemplate.HandleAsync).Validate<TemplateBody>()
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithSummary("Contoh sertifikat dengan templat ini, bertanda CONTOH");
    }
}
