using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Features.Attendance;
using Bpsdm.SessionDelivery.Features.Batching;
using Bpsdm.SessionDelivery.Features.Board;
using Bpsdm.SessionDelivery.Features.Classrooms;
using Bpsdm.SessionDelivery.Features.Completion;
using Bpsdm.SessionDelivery.Features.Tests;
using Bpsdm.SessionDelivery.Features.Evaluation;
using Bpsdm.SessionDelivery.Features.Learning;
using Bpsdm.SessionDelivery.Features.Reports;
using Bpsdm.SessionDelivery.Features.Timetable;
using FluentValidation;

namespace Bpsdm.SessionDelivery.Features;

internal static class DeliveryEndpoints
{
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        builder.AddPlatformOptions();
        builder.Services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton<OfferingCache>();
        builder.Services.AddSingleton<BatchTransaction>();
        builder.Services.AddSingleton<DeliveryWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeliveryWriter>());
        builder.Services.AddSingleton<IValidator<ProgressRequest>, ProgressRequestValidator>();
        builder.Services.AddSingleton<IValidator<PostTestRequest>, PostTestRequestValidator>();
        builder.Services.AddCompletion();
        builder.Services.AddTests();
        builder.AddAttendance();
        builder.AddClassrooms();
        builder.Services.AddEvaluation();
        builder.Services.AddLearning();
        builder.AddBoard();
    }

    public static void MapDelivery(this WebApplication app)
    {
        var delivery = app.MapGroup("/api/delivery").WithTags("Delivery");

        var learner = delivery.MapGroup("").RequireRoles(Roles.Learner).AddEndpointFilter(Answers.AddRetryAfter);
        learner.MapGet("/my/offerings", MyOfferings.HandleAsync).WithSummary("The offerings in which the learner has a seat.");
        learner.MapGet("/offerings/{id:guid}/my-progress", MyProgress.HandleAsync).WithSummary("What the learner has done and what is still missing.");
        learner.MapPut("/offerings/{id:guid}/modules/{moduleId:guid}/progress", AdvanceModule.HandleAsync).Validate<ProgressRequest>()
            .WithSummary("Tells the progress in a self-paced module; the greatest one stands.");
        learner.MapGet("/offerings/{id:guid}/post-test", ReadPostTest.HandleAsync).WithSummary("The questions of the post-test.");
        learner.MapPut("/offerings/{id:guid}/post-test/attempts/{n:int:min(1)}", TakePostTest.HandleAsync)
            .WithSummary("Hands in the n-th attempt; one that was handed in before answers with its result.");

        var staff = delivery.MapGroup("/offerings/{id:guid}").RequireTeaching();
        staff.MapPut("/post-test", SetPostTest.HandleAsync).Validate<PostTestRequest>().WithSummary("Sets the post-test, until somebody has attempted it.");
        staff.MapGet("/post-test/key", ReadPostTest.KeyAsync).WithSummary("The post-test with its right answers.");
        staff.MapGet("/summary", Summarise.HandleAsync).WithSummary("Counts of the offering.");
        staff.MapGet("/participants", ListParticipants.HandleAsync).WithSummary("The participants and where they stand.");

        delivery.MapPost("/offerings/{id:guid}/closure", CloseOffering.HandleAsync).RequireRoles(Roles.TrainingAdmin)
            .WithSummary("Closes the offering: whoever is undecided has failed.");
        delivery.MapTimetable();
        delivery.MapCompletion();
        delivery.MapAttendance();
        delivery.MapClassrooms();
        delivery.MapTests();
        delivery.MapEvaluation();
        delivery.MapLearning();
        delivery.MapBoard();
        delivery.MapReports();
    }
}
