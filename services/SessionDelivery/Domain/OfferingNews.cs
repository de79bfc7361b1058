namespace Bpsdm.SessionDelivery.Domain;

/// <summary>
/// What happened to an offering after it was scheduled. Each kind of fact comes by a queue of its own, so it may come before
/// the offering and in any order; it is kept apart, and whatever the order, the offering ends up the same.
/// </summary>
public sealed class OfferingNews
{
    public required Guid OfferingId { get; init; }
    public Postponement? Postponement { get; private set; }
    public Cancellation? Cancellation { get; private set; }

    /// <summary>The latest postponement counts; of two in the same moment always the same one.</summary>
    public void Postpone(Postponement told)
    {
        if (Postponement is not { } known || (told.At, told.FactId).CompareTo((known.At, known.FactId)) > 0) Postponement = told;
    }

    /// <summary>An offering is cancelled once: the first time counts.</summary>
    public void Cancel(Cancellation told)
    {
        if (Cancellation is not { } known || (told.At, told.FactId).CompareTo((known.At, known.FactId)) < 0) Cancellation = told;
    }

    public void ApplyTo(Offering offering)
    {
        if (Postponement is { } postponed) (offering.StartDate, offering.EndDate, offering.Sessions) = (postponed.StartDate, postponed.EndDate, postponed.Sessions);
        if (Cancellation is { } cancelled) (offering.CancelledAt, offering.CancellationReason) = (cancelled.At, cancelled.Reason);
    }
}

/// <param name="Sessions">All of them, with their new times; they keep their ids, and so what was attended stays attended.</param>
public sealed record Postponement(Guid FactId, DateTimeOffset At, DateOnly StartDate, DateOnly EndDate, List<Session> Sessions);

public sealed record Cancellation(Guid FactId, DateTimeOffset At, string Reason);
