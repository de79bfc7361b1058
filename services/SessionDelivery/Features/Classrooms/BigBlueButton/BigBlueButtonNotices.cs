using System.Text.Json;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Features.Classrooms.BigBlueButton;

/// <summary>The events of bbb-webhooks that say who is there. Others, and those of other meetings and people, are passed over.</summary>
internal static class BigBlueButtonNotices
{
    public const string Joined = "user-joined", Left = "user-left", Ended = "meeting-ended";

    /// <param name="events">A list of mapped events.</param>
    /// <exception cref="JsonException">It is no such list.</exception>
    public static IReadOnlyList<ToldNotice> Read(string events, Guid sessionId)
    {
        using var document = JsonDocument.Parse(events);
        if (document.RootElement.ValueKind is not JsonValueKind.Array) throw new JsonException("The events are no list.");
        return [.. document.RootElement.EnumerateArray().Select(e => ReadOne(e, sessionId)).OfType<ToldNotice>()];
    }

    private static ToldNotice? ReadOne(JsonElement told, Guid sessionId)
    {
        if (told.At("data", "id").Text() is not { } name
            || told.At("data", "attributes", "meeting", "external-meeting-id").Text() is not { } meeting
            || told.At("data", "event", "ts").Moment(DateTimeOffset.FromUnixTimeMilliseconds) is not { } at
            || !Guid.TryParse(meeting, out var id) || id != sessionId)
            return null;
        if (name is Ended) return ToldNotice.Ended(at);
        if ((name switch { Joined => NoticeKind.Joined, Left => NoticeKind.Left, _ => (NoticeKind?)null }) is not { } kind
            || told.At("data", "attributes", "user", "internal-user-id").Text() is not { Length: > 0 and <= 200 } connection
            || !Guid.TryParse(told.At("data", "attributes", "user", "external-user-id").Text(), out var participant))
            return null;
        return new(participant, new(connection, kind, at));
    }
}
