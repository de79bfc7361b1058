using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.Certification.Features.Replacement;

internal static class ReplacementEndpoints
{
    public static void AddReplacement(this IServiceCollection services) => services.AddSingleton<IValidator<ReplacementBody>, ReplacementBodyValidator>();

    public static void MapReplacement(this RouteGroupBuilder certificates) =>
        certificates.MapPut("/certificates/{id:guid}/replacement", ReplaceCertificate.HandleAsync).Validate<ReplacementBody>()
            .RequireRoles(Roles.TrainingAdmin)
            .WithSummary("Mengganti sertifikat yang isinya keliru; jawabannya sertifikat pengganti");
}
