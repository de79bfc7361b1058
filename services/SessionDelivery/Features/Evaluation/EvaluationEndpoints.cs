using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

internal static class EvaluationEndpoints
{
    public static void AddEvaluation(this IServiceCollection services) =>
        services.AddSingleton<IValidator<EvaluationFormRequest>, EvaluationFormRequestValidator>();

    public static void MapEvaluation(this RouteGroupBuilder delivery)
    {
        const string At = "/offerings/{id:guid}/evaluation";
        delivery.MapGet(At, ReadEvaluation.HandleAsync).RequireRoles(Roles.Learner).WithSummary("The questionnaire, and whether the learner has handed it in.");
        delivery.MapPut(At, HandInEvaluation.HandleAsync).RequireRoles(Roles.Learner).AddEndpointFilter(Answers.AddRetryAfter)
            .WithSummary("Hands the evaluation in, once. Nobody can tell afterwards who answered what.");
        delivery.MapPut($"{At}/form", SetEvaluation.HandleAsync).RequireRoles(Roles.TrainingAdmin).Validate<EvaluationFormRequest>()
            .WithSummary("Sets the questionnaire, until somebody has answered it.");
        delivery.MapGet($"{At}/results", ReadEvaluation.ResultsAsync).RequireTeaching().WithSummary("Results by item, once at least five have answered.");
    }
}
