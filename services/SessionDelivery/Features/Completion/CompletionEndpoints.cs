using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.SessionDelivery.Features.Completion;

internal static class CompletionEndpoints
{
    public static void AddCompletion(this IServiceCollection services) =>
        services.AddSingleton<IValidator<OverrideRequest>, OverrideRequestValidator>();

    public static void MapCompletion(this RouteGroupBuilder delivery)
    {
        delivery.MapGet("/my/offerings/{id:guid}/completion", MyCompletion.HandleAsync).RequireRoles(Roles.Learner)
            .WithSummary("What the offering asks of the learner, what is there, and what is still missing.");
        delivery.MapGet("/offerings/{id:guid}/participants/{participantId:guid}/outcome", ReadOutcome.HandleAsync)
            .RequireTeaching().WithSummary("The outcome of a participant and how it came about.");
        delivery.MapPut("/offerings/{id:guid}/participants/{participantId:guid}/outcome", OverrideOutcome.HandleAsync)
            .RequireRoles(Roles.TrainingAdmin).Validate<OverrideRequest>().AddEndpointFilter(Answers.AddRetryAfter)
            .WithSummary("Decides the outcome of a participant, with a reason.");
    }
}
