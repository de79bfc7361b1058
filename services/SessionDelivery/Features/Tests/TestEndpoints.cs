using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Question banks, and the tests that are drawn from them.</summary>
internal static class TestEndpoints
{
    public static void AddTests(this IServiceCollection services)
    {
        services.AddSingleton<TestStore>();
        services.AddSingleton<ScoreRecorder>();
        services.AddSingleton<TestGrader>();
        services.AddHostedService<DeadlineSweep>();
    }

    public static void MapTests(this IEndpointRouteBuilder delivery)
    {
        var bank = delivery.MapGroup("/question-banks/{programmeCode}/{module:int}").WithTags("Question banks").RequireRoles(Roles.Instructor, Roles.TrainingAdmin);
        bank.MapGet("/items", BankItems.ListAsync).WithSummary("The questions of a module, with what is right.");
        bank.MapPut("/items/{code}", BankItems.PutAsync).WithSummary("Writes a question; forms that were drawn before keep the old one.");
        bank.MapDelete("/items/{code}", BankItems.RetireAsync).WithSummary("Takes a question away from forms to come.");
        bank.MapPost("/imports", ImportItems.HandleAsync).WithMetadata(new RequestSizeLimitAttribute(ImportItems.MaxBytes))
            .Accepts<string>("text/plain", "application/xml", "application/zip").WithSummary("Imports questions from GIFT or QTI 2.1, with errors by question.");
        bank.MapGet("/export", ExportItems.HandleAsync).WithSummary("The bank as GIFT or as a QTI 2.1 package.");

        delivery.MapGet("/offerings/{id:guid}/my-tests", MyTests.HandleAsync).WithTags("Tests").RequireRoles(Roles.Learner)
            .WithSummary("The tests of the offering, and the learner's attempts at them.");
        var test = delivery.MapGroup("/offerings/{id:guid}/tests").WithTags("Tests").AddEndpointFilter(IsATestAsync);
        var attempt = test.MapGroup("/{test}/attempts").RequireRoles(Roles.Learner);
        attempt.MapPut("/{n:int:min(1)}", TakeTest.StartAsync).WithSummary("Begins the n-th attempt (draws its form, starts its time), or comes back to it.");
        attempt.MapGet("/{n:int:min(1)}", TakeTest.ResumeAsync).WithSummary("The form, the answers saved so far, and the time that is left.");
        attempt.MapPut("/{n:int:min(1)}/answers/{itemId:guid}", TakeTest.AnswerAsync).WithSummary("Saves one answer; the one with the greatest revision stands.");
        attempt.MapPost("/{n:int:min(1)}/hand-in", TakeTest.HandInAsync).WithSummary("Hands the attempt in; what needs no person is graded at once.");

        var staff = test.MapGroup("").RequireTeaching();
        staff.MapPut("/{test}", DefineTest.HandleAsync).WithSummary("Sets a test (pre-test, post-test or remedial) from the banks, until somebody has begun it.");
        staff.MapGet("/{test}", DefineTest.ReadAsync).WithSummary("The test as it was set.");
        staff.MapGet("/{test}/essays", ListEssays.HandleAsync).WithSummary("Essays that wait for a grade, the longest waiting first.");
        staff.MapPut("/{test}/attempts/{attemptId:guid}/grades/{itemId:guid}", GradeEssays.HandleAsync).WithSummary("Grades an essay; the last one of an attempt makes its score.");
        test.MapGet("/{test}/analysis", AnalyseItems.HandleAsync).RequireRoles(Roles.TrainingAdmin).WithSummary("What the graded attempts say about each question.");
    }

    private static async ValueTask<object?> IsATestAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.GetRouteValue("test") is string test && TestName.All.Contains(test, StringComparer.Ordinal)
            ? await next(context) : Problems.NotFound("Tes selain pre-test, post-test dan remedial");
}
