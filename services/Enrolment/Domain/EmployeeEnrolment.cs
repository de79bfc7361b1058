namespace Bpsdm.Enrolment.Domain;

public enum EnrolmentStatus
{
    /// <summary>A participant.</summary>
    Confirmed,

    /// <summary>Has a seat that becomes theirs when their agency approves.</summary>
    PendingApproval,

    /// <summary>Was promoted from the wait list and has a seat until the time to accept it is over.</summary>
    Offered,

    /// <summary>On the wait list, without a seat.</summary>
    Waiting,

    /// <summary>Refused by their agency.</summary>
    Refused,

    /// <summary>Did not want the seat that they were offered.</summary>
    Declined,

    /// <summary>Let the time to accept pass.</summary>
    Expired,

    /// <summary>Gave the seat or the place in the wait list back, or lost it.</summary>
    Withdrawn,
}

/// <summary>
/// An employee's way into an offering. Once confirmed it is a seat, and its id names the participant in every later event.
/// It is written in sets by SQL under the offering's lock; what may happen to it next is decided here.
/// </summary>
public sealed class EmployeeEnrolment
{
    public required Guid Id { get; init; }
    public required Guid OfferingId { get; init; }
    public required string Nip { get; init; }

    /// <summary>The employee's agency when they asked; its quota is the one that counts.</summary>
    public required string AgencyCode { get; init; }
    public required EnrolmentStatus Status { get; init; }

    /// <summary>Whether the agency's approval is still owed.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Id of the published fact, once it is confirmed.</summary>
    public required Guid FactId { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Order in the wait list; a smaller number came first. Kept after the promotion.</summary>
    public int? QueueNumber { get; init; }

    /// <summary>Until when an offered seat can be accepted.</summary>
    public DateTimeOffset? AcceptUntil { get; init; }

    /// <summary>The upload that nominated them, or null.</summary>
    public Guid? ImportJobId { get; init; }

    /// <summary>Whether it has a seat or waits for one.</summary>
    public bool IsLive => Status is EnrolmentStatus.Confirmed or EnrolmentStatus.PendingApproval or EnrolmentStatus.Offered or EnrolmentStatus.Waiting;

    /// <summary>Of an approval as well as of a refusal.</summary>
    public SeatRule? Decide() => Status is EnrolmentStatus.PendingApproval ? null : new NotPendingApproval(Status);

    public SeatRule? Accept(DateTimeOffset now) =>
        Status is not EnrolmentStatus.Offered ? new NotOffered(Status)
        : now >= AcceptUntil ? new AcceptanceExpired(AcceptUntil.Value)
        : null;

    public SeatRule? Decline() => Status is EnrolmentStatus.Offered ? null : new NotOffered(Status);

    /// <summary>A confirmed seat can be given back until the deadline; what is not confirmed yet, at any time.</summary>
    public SeatRule? Withdraw(DateTimeOffset deadline, DateTimeOffset now) =>
        !IsLive ? new NotLive(Status)
        : Status is EnrolmentStatus.Confirmed && now >= deadline ? new WithdrawalClosed(deadline)
        : null;

    /// <summary>To another angkatan of the same programme.</summary>
    public SeatRule? Transfer(Guid programme, Guid otherOffering, Guid otherProgramme, DateTimeOffset deadline, DateTimeOffset now) =>
        Status is not EnrolmentStatus.Confirmed ? new NotConfirmed(Status)
        : otherOffering == OfferingId ? new SameOffering()
        : otherProgramme != programme ? new AnotherProgramme()
        : Withdraw(deadline, now);
}
