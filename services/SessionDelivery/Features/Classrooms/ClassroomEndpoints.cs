using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;
using Bpsdm.SessionDelivery.Features.Classrooms.Jitsi;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

internal static class ClassroomEndpoints
{
    private const int MaxNoticeBytes = 512 * 1024;

    public static void AddClassrooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NoticeAddress>();
        builder.Services.AddOptions<ClassroomOptions>().BindConfiguration("Classrooms")
            .Validate(
                o => !o.BigBlueButton.IsUsed || o.BigBlueButton.IsComplete,
                "Classrooms:BigBlueButton needs an http(s) BaseUrl, a Secret, a Checksum of sha1, sha256, sha384 or sha512, and a positive Timeout.")
            .Validate(o => !o.Jitsi.IsUsed || o.Jitsi.IsComplete, "Classrooms:Jitsi needs an http(s) BaseUrl, an AppId and a Secret of 16 characters or more.")
            .ValidateOnStart();
        BigBlueButtonApi.Add(builder.Services);
        builder.Services.AddSingleton<IClassroomProvider, BigBlueButtonClassroom>();
        builder.Services.AddSingleton<IClassroomProvider, JitsiClassroom>();
        builder.Services.AddSingleton<IClassroomProvider, LinkClassroom>();
        builder.Services.AddSingleton<ClassroomProviders>();
        builder.Services.AddSingleton<ClassroomStore>();
        builder.Services.AddSingleton<NoticeRecorder>();
        builder.Services.AddSingleton<PresenceJudge>();
        builder.Services.AddHostedService<PresenceSweep>();
        builder.Services.AddSingleton<IValidator<ClassroomRequest>, ClassroomRequestValidator>();
    }

    public static void MapClassrooms(this RouteGroupBuilder delivery)
    {
        const string Session = "/offerings/{id:guid}/sessions/{sessionId:guid}";
        var session = delivery.MapGroup(Session).AddEndpointFilter(Answers.AddRetryAfter);
        session.MapPost("/classroom/join", EnterClassroom.HandleAsync).RequireRoles(Roles.Learner, Roles.Instructor, Roles.TrainingAdmin)
            .WithSummary("The way into the classroom, for the caller alone: participants from 15 minutes before the start, those who lead the session earlier, as moderators.");

        var staff = session.MapGroup("").RequireTeaching();
        staff.MapPut("/classroom", SetClassroom.HandleAsync).Validate<ClassroomRequest>()
            .WithSummary("Sets where the session takes place: bigbluebutton, jitsi, or link (Zoom, Teams).");
        staff.MapGet("/classroom", ReadClassroom.HandleAsync).WithSummary("Where the session takes place.");
        staff.MapPost("/classroom/end", EndClassroom.HandleAsync).WithSummary("Ends the meeting for everybody; until who leads it enters again, nobody gets in.");
        staff.MapGet("/presence", ListPresence.HandleAsync).WithSummary("Who was in the classroom, from when to when, and with which gaps.");
        delivery.MapGet("/my" + Session + "/presence", ListPresence.MineAsync).RequireRoles(Roles.Learner).WithSummary("When the learner was in the classroom, and whether it is enough.");

        var notices = delivery.MapGroup("/classroom-notices").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaxNoticeBytes));
        notices.MapPost("/bigbluebutton/{sessionId:guid}", HearBigBlueButton.HandleAsync).WithSummary("What bbb-webhooks tells of a meeting, signed with the shared secret.");
        notices.MapPost("/jitsi/events/{subject}/{what}", HearJitsi.HandleAsync).WithSummary("What event_sync tells of a room, with its bearer token.");
    }
}
