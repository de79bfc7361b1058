using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Question banks.</summary>
internal static class TestEndpoints
{
    public static void MapTests(this IEndpointRouteBuilder delivery)
    {
        var bank = delivery.MapGroup("/question-banks/{programmeCode}/{module:int}").WithTags("Question banks").RequireRoles(Roles.Instructor, Roles.TrainingAdmin);
        bank.MapGet("/items", BankItems.ListAsync).WithSummary("The questions of a module, with what is right.");
        bank.MapPut("/items/{code}", BankItems.PutAsync).WithSummary("Writes a question; forms that were drawn before keep the old one.");
        bank.MapDelete("/items/{code}", BankItems.RetireAsync).WithSummary("Takes a question away from forms to come.");
        bank.MapPost("/imports", ImportItems.HandleAsync).WithMetadata(new RequestSizeLimitAttribute(ImportItems.MaxBytes))
            .Accepts<string>("text/plain", "application/xml", "application/zip").WithSummary("Imports questions from GIFT or QTI 2.1, with errors by question.");
        bank.MapGet("/export", ExportItems.HandleAsync).WithSummary("The bank as GIFT or as a QTI 2.1 package.");
    }
}
