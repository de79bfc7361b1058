using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Enrolment.Features;

public static class EnrolmentEndpoints
{
    public static IEndpointRouteBuilder MapEnrolment(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/enrolment");

        var offerings = api.MapGroup("/offerings").WithTags("Offerings");
        offerings.MapGet("/", Offerings.ListAsync).RequireAuthorization();
        offerings.MapGet("/{offeringId:guid}", Offerings.GetAsync).RequireAuthorization();
        offerings.MapGet("/{offeringId:guid}/participants", ListParticipants.HandleAsync)
            .RequireRoles(Roles.TrainingAdmin, Roles.Instructor, Roles.AgencyAdmin);
        api.MapWays(offerings);

        api.MapRegister();
        api.MapJp();
        return app;
    }
}
