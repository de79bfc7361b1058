using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.SessionDelivery.Features.Learning;

internal static class LearningEndpoints
{
    public static void AddLearning(this IServiceCollection services)
    {
        services.AddSingleton<IValidator<ContentRequest>, ContentRequestValidator>();
        services.AddSingleton<IValidator<OrderRequest>, OrderRequestValidator>();
        services.AddSingleton<IValidator<ProgressFactsRequest>, ProgressFactsRequestValidator>();
    }

    public static void MapLearning(this RouteGroupBuilder delivery)
    {
        var learner = delivery.MapGroup("/my/offerings/{id:guid}").RequireRoles(Roles.Learner).AddEndpointFilter(Answers.AddRetryAfter);
        learner.MapGet("/content", ReadContent.MineAsync).WithSummary("What there is to learn, and how far the learner is in each item.");
        learner.MapPost("/progress-facts", TellProgress.HandleAsync).Validate<ProgressFactsRequest>()
            .WithSummary("Tells of progress in content items: up to 500 facts, in any order, some of them again.");

        var staff = delivery.MapGroup("/offerings/{id:guid}").RequireTeaching();
        staff.MapGet("/content", ReadContent.HandleAsync).WithSummary("What there is to learn in the offering, and in which order.");
        staff.MapPut("/modules/{moduleId:guid}/content", SetContent.HandleAsync).Validate<ContentRequest>()
            .WithSummary("Sets the content of a self-paced module, the whole list.");
        staff.MapPut("/content/source", CopyContent.HandleAsync)
            .WithSummary("Copies the content of another angkatan of the programme into modules that have none.");
        delivery.MapPut("/offerings/{id:guid}/learning-order", SetOrder.HandleAsync).RequireRoles(Roles.TrainingAdmin).Validate<OrderRequest>()
            .WithSummary("Says whether the pre-test comes before the modules, and the modules before the post-test.");
    }
}
