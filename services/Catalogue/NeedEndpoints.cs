using Bpsdm.Catalogue.Features.Needs;
using Bpsdm.Catalogue.Features.Plans;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Catalogue;

/// <summary>From the call for needs to the annual plan.</summary>
internal static class NeedEndpoints
{
    private const string Title = "Kebutuhan diklat";

    public static void MapNeeds(this RouteGroupBuilder catalogue)
    {
        var admin = catalogue.MapGroup("").RequireRoles(Roles.TrainingAdmin).WithTags(Title).ProducesProblems();
        var agency = catalogue.MapGroup("").RequireRoles(Roles.AgencyAdmin).WithTags(Title).ProducesProblems();
        var both = catalogue.MapGroup("").RequireRoles(Roles.AgencyAdmin, Roles.TrainingAdmin).WithTags(Title).ProducesProblems();

        admin.MapPost("/calls", CallForNeeds.Handle).Validate<CallForNeedsRequest>();
        admin.MapPut("/calls/{year:int}/deadline", MoveDeadline.Handle).Validate<MoveDeadlineRequest>();
        both.MapGet("/calls", ListCalls.Handle);
        both.MapGet("/calls/{year:int}", GetCall.Handle);

        agency.MapPost("/needs", ProposeNeed.Handle).Validate<NeedRequest>();
        agency.MapPost("/needs/drafts", DraftNeed.Handle).Validate<NeedRequest>();
        agency.MapPut("/needs/{id:guid}", ChangeNeed.Handle).Validate<NeedRequest>().ProducesPreconditions();
        agency.MapPost("/needs/{id:guid}/submission", SubmitNeed.Handle).ProducesPreconditions();
        agency.MapPost("/needs/{id:guid}/withdrawal", WithdrawNeed.Handle).ProducesPreconditions();
        both.MapGet("/needs", ListNeeds.Handle);
        both.MapGet("/needs/{id:guid}", GetNeed.Handle);
        both.MapGet("/needs/{id:guid}/history", GetNeedHistory.Handle);

        admin.MapPost("/needs/{id:guid}/acceptance", AcceptNeed.Handle);
        admin.MapPost("/needs/{id:guid}/rejection", RejectNeed.Handle).Validate<RejectNeedRequest>();
        admin.MapPut("/needs/{id:guid}/programme", AssignProgramme.Handle).Validate<AssignProgrammeRequest>();
        admin.MapPost("/needs/{id:guid}/merges", MergeNeeds.Handle).Validate<MergeNeedsRequest>();
        admin.MapPost("/needs/{id:guid}/separation", SeparateNeed.Handle).Validate<SeparateNeedRequest>();
        admin.MapGet("/reports/demand", DemandReport.Handle).Produces<DemandReportResponse>().ProducesProblem(StatusCodes.Status406NotAcceptable);

        both.MapGet("/plans/{year:int}", GetPlan.InForce).Produces<PlanResponse>();
        both.MapGet("/plans/{year:int}/versions", ListPlanVersions.Handle);
        both.MapGet("/plans/{year:int}/versions/{version:int}", GetPlan.Version).Produces<PlanResponse>();
        admin.MapGet("/plans/{year:int}/draft", GetPlan.Draft).Produces<PlanResponse>();
        admin.MapPost("/plans/{year:int}/draft", ProposePlan.Handle).Validate<ProposePlanRequest>();
        admin.MapPut("/plans/{year:int}/draft", EditPlan.Handle).Validate<EditPlanRequest>().ProducesPreconditions();
        admin.MapDelete("/plans/{year:int}/draft", DiscardPlan.Handle);
        admin.MapPost("/plans/{year:int}/publication", PublishPlan.Handle).Validate<PublishPlanRequest>().ProducesPreconditions();
    }

    private static void ProducesPreconditions(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
