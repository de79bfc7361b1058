using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Enrolment.Features;

internal static class RegisterEndpoints
{
    public static void MapRegister(this IEndpointRouteBuilder api)
    {
        var employees = api.MapGroup("/employees").WithTags("Employees");
        employees.MapGet("/{nip:regex(^[0-9]{{18}}$)}", GetEmployee.HandleAsync)
            .RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        employees.MapGet("/{nip:regex(^[0-9]{{18}}$)}/history", GetEmployeeHistory.HandleAsync)
            .RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        employees.MapPost("/imports", ImportEmployees.HandleAsync).TakesFile().RequireRoles(Roles.HrSystem, Roles.TrainingAdmin);

        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapGet("/{id:guid}", GetImport.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        imports.MapGet("/{id:guid}/events", ImportEvents.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        imports.MapGet("/{id:guid}/rejections", GetRejections.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        imports.MapPost("/{id:guid}/cancellation", CancelImport.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        imports.MapPost("/{id:guid}/confirmation", ConfirmImport.HandleAsync).RequireRoles(Roles.HrSystem, Roles.TrainingAdmin);
    }

    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder builder) =>
        builder.Accepts<string>("text/csv", TableFile.XlsxType).WithMetadata(new RequestSizeLimitAttribute(ImportOptions.MaxBytes));
}
