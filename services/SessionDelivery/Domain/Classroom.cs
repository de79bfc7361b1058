namespace Bpsdm.SessionDelivery.Domain;

/// <summary>Where a live session takes place at a distance.</summary>
public sealed class Classroom
{
    public const string BigBlueButton = "bigbluebutton";
    public const string Jitsi = "jitsi";

    /// <summary>Somebody else's meeting (Zoom, Teams): nothing is heard of who is in it.</summary>
    public const string Link = "link";

    public required Guid SessionId { get; init; }
    public required Guid OfferingId { get; init; }
    public required string Kind { get; init; }

    /// <summary>Of a link only. Who has it gets in, so it is shown to nobody before they may.</summary>
    public string? Url { get; init; }

    /// <summary>Share of the session, in percent, that makes present who was in the classroom for so long; 0 where presence is only shown.</summary>
    public required short MinPercent { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }

    /// <summary>When somebody who leads the session ended it; until they enter again, nobody else does.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
