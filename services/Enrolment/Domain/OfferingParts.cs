namespace Bpsdm.Enrolment.Domain;

/// <summary>Most seats for an agency's employees in an offering; an agency without one has no limit of its own.</summary>
public sealed class AgencyQuota
{
    public required Guid OfferingId { get; init; }
    public required string AgencyCode { get; init; }
    public required int Seats { get; init; }

    /// <summary>Never above <see cref="Seats"/>; whoever seats somebody holds the offering's lock.</summary>
    public int SeatsTaken { get; init; }
}

/// <summary>When an offering meets: what other offerings' sessions may clash with.</summary>
public sealed class OfferingSession
{
    public required Guid OfferingId { get; init; }
    public required Guid SessionId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
}

/// <summary>
/// The newest postponement, and the cancellation, of an offering: kept because they may come before the schedule, or
/// before an older schedule that must not undo them.
/// </summary>
public sealed class OfferingNotice
{
    public const string Postponed = "postponed";
    public const string Cancelled = "cancelled";

    public required Guid OfferingId { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The fact as JSON.</summary>
    public required string Body { get; init; }
}

/// <summary>That somebody completed an offering, as its certificate told.</summary>
public sealed class Completion
{
    /// <summary>The fact id of the completion.</summary>
    public required Guid Id { get; init; }
    public required string Nip { get; init; }
    public required Guid OfferingId { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>When its certificate was revoked: it counts no longer.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
