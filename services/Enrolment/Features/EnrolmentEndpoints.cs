using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

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

        var employees = api.MapGroup("/employees").WithTags("Employees");
        employees.MapGet("/{nip:regex(^[0-9]{{18}}$)}", GetEmployee.HandleAsync)
            .RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        employees.MapPost("/imports", ImportEmployees.HandleAsync).TakesCsv().RequireRoles(Roles.HrSystem, Roles.TrainingAdmin);

        var imports = api.MapGroup("/imports").WithTags("Imports").RequireRoles(Roles.HrSystem, Roles.TrainingAdmin, Roles.AgencyAdmin);
        imports.MapGet("/{id:guid}", GetImport.HandleAsync);
        imports.MapGet("/{id:guid}/rejections", GetRejections.HandleAsync);
        return app;
    }

    private static RouteHandlerBuilder TakesCsv(this RouteHandlerBuilder builder) =>
        builder.Accepts<string>("text/csv").WithMetadata(new RequestSizeLimitAttribute(ImportOptions.MaxBytes));
}
