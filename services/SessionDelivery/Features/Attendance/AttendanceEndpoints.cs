using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Attendance;

internal static class AttendanceEndpoints
{
    public static void AddAttendance(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidator<CheckInSettingRequest>, CheckInSettingRequestValidator>();
        builder.Services.AddSingleton<IValidator<CorrectionRequest>, CorrectionRequestValidator>();
    }

    public static void MapAttendance(this RouteGroupBuilder delivery)
    {
        var session = delivery.MapGroup("/offerings/{id:guid}/sessions/{sessionId:guid}").AddEndpointFilter(Answers.AddRetryAfter);
        session.MapPut("/attendance", CheckIn.HandleAsync).RequireRoles(Roles.Learner)
            .WithSummary("Checks in to a session, while it is open; with the code that the instructor shows, where the session asks for one.");

        var staff = session.MapGroup("").RequireTeaching();
        staff.MapPut("/check-in", SetCheckIn.HandleAsync).Validate<CheckInSettingRequest>()
            .WithSummary("Sets whether a check-in needs the code that changes every 30 seconds: none (as before it is set) or code.");
        staff.MapGet("/code", ReadCode.HandleAsync).WithSummary("The code of this moment, for the instructor's screen.");
        staff.MapGet("/attendance", ListAttendance.HandleAsync).WithSummary("The participants, and who of them is present.");
        staff.MapPut("/participants/{participantId:guid}/corrections/{correctionId:guid}", CorrectAttendance.HandleAsync).Validate<CorrectionRequest>()
            .WithSummary("Records a participant as present or absent, with the reason; the latest correction counts.");
        staff.MapGet("/corrections", ListCorrections.HandleAsync).WithSummary("The corrections of the session, the history of each participant in order.");
    }

    public static ProblemHttpResult SessionNotFound(Guid id, Guid sessionId) => Problems.NotFound($"Sesi {sessionId} pada angkatan {id}");
}
