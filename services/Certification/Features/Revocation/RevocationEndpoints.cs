using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.Certification.Features.Revocation;

internal static class RevocationEndpoints
{
    public static void AddRevocation(this IServiceCollection services)
    {
        services.AddSingleton<IValidator<RevocationBody>, RevocationBodyValidator>();
        services.AddSingleton<IValidator<DecisionBody>, DecisionBodyValidator>();
    }

    public static void MapRevocation(this RouteGroupBuilder certificates)
    {
        var admin = certificates.MapGroup("").RequireRoles(Roles.TrainingAdmin);
        admin.MapPut("/certificates/{id:guid}/revocation", RevokeCertificate.HandleAsync).Validate<RevocationBody>()
            .WithSummary("Mencabut sertifikat dengan alasan");
        admin.MapGet("/revocation-requests", ListRevocationRequests.HandleAsync)
            .WithSummary("Permintaan pencabutan: kelulusan yang dibatalkan setelah sertifikatnya terbit");
        admin.MapPut("/revocation-requests/{id:guid}/decision", DecideRevocation.HandleAsync).Validate<DecisionBody>()
            .WithSummary("Memutuskan permintaan pencabutan");
    }
}
