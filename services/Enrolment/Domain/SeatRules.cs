namespace Bpsdm.Enrolment.Domain;

/// <summary>A rule that forbids a step of an enrolment; each rule is a type, so that callers can tell them apart.</summary>
public abstract record SeatRule;

public sealed record NotPendingApproval(EnrolmentStatus Status) : SeatRule;
public sealed record NotOffered(EnrolmentStatus Status) : SeatRule;
public sealed record AcceptanceExpired(DateTimeOffset Until) : SeatRule;
public sealed record NotLive(EnrolmentStatus Status) : SeatRule;
public sealed record WithdrawalClosed(DateTimeOffset At) : SeatRule;
public sealed record NotConfirmed(EnrolmentStatus Status) : SeatRule;
public sealed record OutsideWindow(EnrolmentWindow Window, DateTimeOffset Now) : SeatRule;
public sealed record SameOffering : SeatRule;
public sealed record AnotherProgramme : SeatRule;

/// <summary>They may not take the seat: <paramref name="Outcome"/> is one of <see cref="Outcomes"/>.</summary>
public sealed record NoSeat(string Outcome) : SeatRule;
