using Bpsdm.Enrolment.Features.Eligibility;
using Bpsdm.Enrolment.Features.Imports;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.Enrolment.Features.Ways;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Enrolment.Features;

/// <summary>The ways into an offering, and out of it.</summary>
public static class WaysEndpoints
{
    public static IServiceCollection AddWays(this IServiceCollection services)
    {
        services.AddScoped<EnrolmentDesk>();
        services.AddHostedService<AcceptanceSweep>();
        return services;
    }

    public static void MapWays(this IEndpointRouteBuilder api, RouteGroupBuilder offerings)
    {
        offerings.MapGet("/{offeringId:guid}/eligibility", GetEligibility.HandleAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin);
        offerings.MapGet("/{offeringId:guid}/eligibility/me", GetEligibility.MineAsync).RequireRoles(Roles.Learner);
        offerings.MapPost("/{offeringId:guid}/enrolments", EnrolMyself.HandleAsync).RequireRoles(Roles.Learner);
        offerings.MapPost("/{offeringId:guid}/nominations", NominateByHand.HandleAsync)
            .Accepts<NominationRequest>("application/json", "text/csv", TableFile.XlsxType).WithMetadata(new RequestSizeLimitAttribute(ImportOptions.MaxBytes))
            .Produces<NominationResponse>().Produces<ImportResponse>(StatusCodes.Status202Accepted).ProducesValidationProblem()
            .RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin);
        offerings.MapGet("/{offeringId:guid}/wait-list", WaitList.HandleAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin);
        offerings.MapGet("/{offeringId:guid}/quotas", Offerings.QuotasAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin);
        offerings.MapGet("/{offeringId:guid}/clashes", Clashes.HandleAsync).RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin);

        var my = api.MapGroup("/my/enrolments").WithTags("My enrolments").RequireRoles(Roles.Learner);
        my.MapGet("/", MyEnrolments.ListAsync);
        my.MapGet("/{id:guid}", MyEnrolments.GetAsync);

        var enrolments = api.MapGroup("/enrolments").WithTags("Enrolments");
        enrolments.MapGet("/pending-approval", Approvals.ListAsync).RequireRoles(Roles.AgencyAdmin);
        enrolments.MapPost("/{id:guid}/approve", Approvals.ApproveAsync).RequireRoles(Roles.AgencyAdmin);
        enrolments.MapPost("/{id:guid}/refuse", Approvals.RefuseAsync).RequireRoles(Roles.AgencyAdmin);
        enrolments.MapPost("/{id:guid}/accept", Offers.AcceptAsync).RequireRoles(Roles.Learner);
        enrolments.MapPost("/{id:guid}/decline", Offers.DeclineAsync).RequireRoles(Roles.Learner);
        enrolments.MapPost("/{id:guid}/withdraw", Withdraw.HandleAsync).RequireRoles(Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin);
        enrolments.MapPost("/{id:guid}/transfer", Transfer.HandleAsync).RequireRoles(Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin);
        enrolments.MapGet("/{id:guid}/history", EnrolmentHistory.HandleAsync).RequireRoles(Roles.Learner, Roles.AgencyAdmin, Roles.TrainingAdmin);
    }
}
