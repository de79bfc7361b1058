using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

internal static class EvaluationEndpoints
{
    public static void AddEvaluation(this IServiceCollection services) =>
        services.AddSingleton<IValidator<EvaluationFormRequest>, EvaluationFormRequestValidator>();

    public static void MapEvaluation(this RouteGroupBuilder delivery)
    {
        var evaluation = delivery.MapGroup("/offerings/{id:guid}/evaluation");
        evaluation.MapGet("", ReadEvaluation.HandleAsync).RequireRoles(Roles.Learner).WithSummary("The questionnaire, and whether the learner has handed it in.");
        evaluation.MapPut("", HandInEvaluation.HandleAsync).RequireRoles(Roles.Learner).AddEndpointFilter(Answers.AddRetryAfter)
            .WithSummary("Hands the evaluation in, once. Nobody can tell afterwards who answered what.");
        evaluation.MapPut("/form", SetEvaluation.HandleAsync).RequireRoles(Roles.TrainingAdmin).Validate<EvaluationFormRequest>()
            .WithSummary("Sets the questionnaire, until somebody has answered it.");
        evaluation.MapGet("/results", ReadEvaluation.ResultsAsync).RequireTeaching()
            .WithSummary("Results by item, once at least five have answered.");
    }
}
