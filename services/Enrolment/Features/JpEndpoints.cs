using Bpsdm.Enrolment.Features.Jp;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Enrolment.Features;

internal static class JpEndpoints
{
    public static void MapJp(this IEndpointRouteBuilder api)
    {
        api.MapGet("/my/jp", JpAccounts.GetMineAsync).WithTags("JP").RequireRoles(Roles.Learner);
        var jp = api.MapGroup("/jp").WithTags("JP");
        jp.MapGet("/accounts/{nip:regex(^[0-9]{{18}}$)}", JpAccounts.GetOfAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        jp.MapGet("/agencies/{code}", JpAgencies.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        jp.MapGet("/province", JpProvince.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin);
    }
}
