using System.Collections.Concurrent;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;

/// <summary>
/// A meeting of a BigBlueButton server, named after the session. It is created when somebody goes in, as often as that is:
/// BigBlueButton forgets a meeting that nobody is in, and creating one that is there changes nothing.
/// </summary>
internal sealed partial class BigBlueButtonClassroom(
    BigBlueButtonApi api, IOptions<ClassroomOptions> options, NoticeAddress notices, TimeProvider time, ILogger<BigBlueButtonClassroom> logger) : IClassroomProvider
{
    private const int MaxEntries = 1_000;

    /// <summary>A crowd that goes in at once asks for it once.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Guid, Opened> _opened = new();

    public string Kind => Classroom.BigBlueButton;
    public bool IsConfigured => options.Value.BigBlueButton.IsUsed;
    public bool TellsPresence => true;

    public async Task<Entrance> OpenAsync(Visit visit, CancellationToken cancellationToken)
    {
        var id = visit.Classroom.SessionId;
        if (_opened.Count >= MaxEntries) _opened.Clear();
        // After an end it must be made anew, also where another replica ended it.
        if (_opened.TryGetValue(id, out var known) && (visit.Classroom.EndedAt is not null || time.GetElapsedTime(known.At) >= Life)) _opened.TryRemove(KeyValuePair.Create(id, known));
        var opened = _opened.GetOrAdd(id, _ => new(time.GetTimestamp(), new(() => CreateAsync(id, visit.Title))));
        // Shared by all who wait: one who goes away must not cancel it for the others.
        if (await opened.Creating.Value.WaitAsync(cancellationToken) is { } fault)
        {
            _opened.TryRemove(KeyValuePair.Create(id, opened));
            return fault;
        }
        return api.AddressOf(
            "join", ("meetingID", id.ToString()), ("fullName", visit.Visitor.Name), ("userID", visit.Visitor.Id),
            ("role", visit.Visitor.Leads ? "MODERATOR" : "VIEWER"));
    }

    public async Task<ClassroomFault?> EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        _opened.TryRemove(sessionId, out _);
        var fault = await api.CallAsync("end", [("meetingID", sessionId.ToString()), ("password", api.PasswordOf(sessionId, "moderator"))], cancellationToken);
        return fault is { Kind: FaultKind.Refused, MessageKey: "notFound" } ? null : fault;
    }

    private async Task<ClassroomFault?> CreateAsync(Guid id, string title)
    {
        var fault = await api.CallAsync(
            "create",
            [
                ("meetingID", id.ToString()), ("name", title), ("attendeePW", api.PasswordOf(id, "attendee")), ("moderatorPW", api.PasswordOf(id, "moderator")),
                ("guestPolicy", "ALWAYS_ACCEPT"),
            ], CancellationToken.None);
        if (fault is not null) return fault;

        // bbb-webhooks knows a hook by its address alone, so each meeting has one of its own. Without it the class takes place, and
        // presence is taken by code or by hand.
        if (await api.CallAsync(
            "hooks/create",
            [
                ("callbackURL", notices.OfBigBlueButton(id)), ("meetingID", id.ToString()),
                ("eventID", $"{BigBlueButtonNotices.Joined},{BigBlueButtonNotices.Left},{BigBlueButtonNotices.Ended}"),
            ], CancellationToken.None) is { } deaf)
            LogDeaf(id, deaf.Kind, deaf.MessageKey);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing will be heard of who is in the meeting {Meeting}: its hook was not made ({Fault} {MessageKey})")]
    private partial void LogDeaf(Guid meeting, FaultKind fault, string? messageKey);

    private sealed record Opened(long At, Lazy<Task<ClassroomFault?>> Creating);
}
