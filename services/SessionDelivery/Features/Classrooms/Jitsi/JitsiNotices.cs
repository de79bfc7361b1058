using System.Text.Json;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Features.Classrooms.Jitsi;

/// <summary>
/// What event_sync tells (jitsi-contrib/prosody-plugins): when an occupant came, when they went and when they had come, and at the end
/// of a room all of it once more, so that what was lost on the way is made up for. Times are whole seconds.
/// </summary>
internal static class JitsiNotices
{
    /// <returns>The room's session, and what is told of it; null where it is no room of ours.</returns>
    /// <exception cref="JsonException">It is no event.</exception>
    public static (Guid SessionId, IReadOnlyList<ToldNotice> Told)? Read(string body)
    {
        using var document = JsonDocument.Parse(body);
        var told = document.RootElement;
        if (told.At("event_name").Text() is not { } name) throw new JsonException("The event has no name.");
        if (!Guid.TryParse(told.At("room_name").Text(), out var sessionId)) return null;
        return (sessionId, name switch
        {
            "muc-occupant-joined" or "muc-occupant-left" => [.. StayOf(told.At("occupant"))],
            "muc-room-destroyed" => [.. StaysOf(told.At("all_occupants")), .. EndOf(told)],
            _ => [],
        });
    }

    /// <summary>The main room outlives its breakout rooms.</summary>
    private static IEnumerable<ToldNotice> EndOf(JsonElement told)
    {
        if (told.At("is_breakout").ValueKind is not JsonValueKind.True && told.At("destroyed_at").Moment(DateTimeOffset.FromUnixTimeSeconds) is { } at)
            yield return ToldNotice.Ended(at);
    }

    private static IEnumerable<ToldNotice> StaysOf(JsonElement occupants) =>
        occupants.ValueKind is JsonValueKind.Array ? occupants.EnumerateArray().SelectMany(StayOf) : [];

    private static IEnumerable<ToldNotice> StayOf(JsonElement occupant)
    {
        if (!Guid.TryParse(occupant.At("id").Text(), out var participant) || occupant.At("occupant_jid").Text() is not { Length: > 0 and <= 200 } connection) yield break;
        if (occupant.At("joined_at").Moment(DateTimeOffset.FromUnixTimeSeconds) is { } joined) yield return new(participant, new(connection, NoticeKind.Joined, joined));
        if (occupant.At("left_at").Moment(DateTimeOffset.FromUnixTimeSeconds) is { } left) yield return new(participant, new(connection, NoticeKind.Left, left));
    }
}
