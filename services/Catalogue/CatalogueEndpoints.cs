using Bpsdm.Catalogue.Features;
using Bpsdm.Catalogue.Features.Designs;
using Bpsdm.Catalogue.Features.Offerings;
using Bpsdm.Catalogue.Features.Reviews;
using Bpsdm.Catalogue.Features.Schedules;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Catalogue;

internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this WebApplication app)
    {
        var catalogue = app.MapGroup("/api/catalogue");

        var open = catalogue.MapGroup("").AllowAnonymous().WithTags("Katalog publik");
        open.MapGet("/agencies", ListAgencies.Handle).ProducesPublic<Page<AgencyResponse>>();
        open.MapGet("/programmes", ListProgrammes.Handle).ProducesPublic<Page<ProgrammeSummary>>();
        open.MapGet("/programmes/{id:guid}", GetProgramme.ById).ProducesPublic<ProgrammeResponse>();
        open.MapGet("/programmes/by-code/{code}", GetProgramme.ByCode).ProducesPublic<ProgrammeResponse>();
        open.MapGet("/offerings", ListOfferings.Handle).ProducesPublic<Page<OfferingSummary>>();
        open.MapGet("/offerings/{id:guid}", GetOffering.Handle).ProducesPublic<OfferingResponse>();
        open.MapGet("/calendar", GetCalendar.Handle).ProducesPublic<CalendarResponse>("application/json", "text/calendar");
        // Without these a malformed id would match no endpoint, and the closed door would answer 401 in place of 404.
        open.MapGet("/programmes/{id}", (string id) => Problems.NotFound($"Program '{id}'")).ExcludeFromDescription();
        open.MapGet("/offerings/{id}", (string id) => Problems.NotFound($"Angkatan '{id}'")).ExcludeFromDescription();

        var planning = catalogue.MapGroup("").RequireRoles(Roles.TrainingAdmin).WithTags("Perencanaan").ProducesProblems();
        planning.MapPost("/programmes", CreateProgramme.Handle).Validate<CreateProgrammeRequest>();
        planning.MapPut("/programmes/{id:guid}/modules", ReplaceModules.Handle).Validate<ReplaceModulesRequest>();
        planning.MapGet("/programmes/{id:guid}/curricula", ListCurricula.Handle);
        planning.MapPost("/programmes/{id:guid}/curricula/{n:int}/publication", PublishCurriculum.Handle);
        planning.MapPost("/programmes/{id:guid}/design", DesignDelivery.Handle).Validate<DesignDeliveryRequest>();
        planning.MapGet("/programmes/{id:guid}/design", GetDesign.Handle);
        planning.MapPost("/programmes/{id:guid}/designs/preview", PreviewDesign.Handle).Validate<PreviewDesignRequest>();
        planning.MapPost("/programmes/{id:guid}/verdict", ConfirmVerdict.Handle).Validate<ConfirmVerdictRequest>();
        planning.MapPost("/programmes/{id:guid}/offerings", ScheduleOffering.Handle).Validate<ScheduleOfferingRequest>();
        planning.MapPost("/offerings/{id:guid}/postponement", PostponeOffering.Handle).Validate<PostponeOfferingRequest>();
        planning.MapPost("/offerings/{id:guid}/cancellation", CancelOffering.Handle).Validate<CancelOfferingRequest>();
        planning.MapPut("/offerings/{id:guid}/sessions/{n:int}/instructors", AssignInstructors.Handle).Validate<AssignInstructorsRequest>();
        planning.MapGet("/offerings/{id:guid}/instructors", ListInstructors.Handle);
        planning.MapGet("/delivery-rules", ListRules.Handle);
        planning.MapPost("/delivery-rules", AddRules.Handle).Validate<AddRulesRequest>();
        planning.MapPost("/review-checklist", AddChecklist.Handle).Validate<AddChecklistRequest>();
        planning.MapGet("/holidays", ListHolidays.Handle);
        planning.MapPut("/holidays/{date}", PutHoliday.Handle).Validate<PutHolidayRequest>();
        planning.MapDelete("/holidays/{date}", RemoveHoliday.Handle);

        var reviewing = catalogue.MapGroup("").RequireRoles(Roles.TrainingAdmin, Roles.Instructor).WithTags("Telaah kelayakan").ProducesProblems();
        reviewing.MapGet("/review-checklist", GetChecklist.Handle);
        reviewing.MapPost("/programmes/{id:guid}/reviews", ReviewProgramme.Handle).Validate<ReviewProgrammeRequest>();
        reviewing.MapGet("/programmes/{id:guid}/reviews", ListReviews.Handle);

        catalogue.MapNeeds();
    }

    private static void ProducesPublic<T>(this RouteHandlerBuilder endpoint, string contentType = "application/json", params string[] others) =>
        endpoint.Produces<T>(StatusCodes.Status200OK, contentType, others).Produces(StatusCodes.Status304NotModified).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    internal static RouteGroupBuilder ProducesProblems(this RouteGroupBuilder group)
    {
        foreach (var status in (int[])[400, 401, 403, 404, 409, 422]) group.ProducesProblem(status);
        return group;
    }
}
