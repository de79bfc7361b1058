using System.Runtime.InteropServices;

namespace Bpsdm.Enrolment.Domain;

/// <summary>One scheduled run of a programme, as the catalogue told of it, and the seats taken in it.</summary>
public sealed class Offering
{
    public required Guid Id { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string ProgrammeCode { get; init; }
    public required string ProgrammeTitle { get; init; }
    public required string Category { get; init; }
    public required int Angkatan { get; init; }
    public required int Year { get; init; }
    public required int Jp { get; init; }
    public required string DeliveryMode { get; init; }
    public required string Place { get; init; }
    public required DateOnly StartDate { get; init; }
    public required DateOnly EndDate { get; init; }
    public required DateTimeOffset EnrolmentOpensAt { get; init; }
    public required DateTimeOffset EnrolmentClosesAt { get; init; }
    public required int Capacity { get; init; }
    public required bool ExcludeEducationTeachers { get; init; }
    public required bool ExcludeCovidResponse { get; init; }

    /// <summary>JSON array of the declared conditions on who may take part.</summary>
    public string Conditions { get; init; } = "[]";

    /// <summary>Whether a self-enrolment waits for the approval of the participant's agency.</summary>
    public bool NeedsAgencyApproval { get; init; }
    public DateTimeOffset? WithdrawalClosesAt { get; init; }

    /// <summary>Hours that someone promoted from the wait list has to accept the seat.</summary>
    public int AcceptanceHours { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>When the dates were last decided, if by a postponement.</summary>
    public DateTimeOffset? PostponedAt { get; init; }
    public string? PostponementReason { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? CancellationReason { get; init; }

    /// <summary>Seats that are confirmed, wait for an approval or are offered. Never above <see cref="Capacity"/>; whoever seats somebody holds this row's lock.</summary>
    public int SeatsTaken { get; init; }

    /// <summary>The last number given out in the wait list.</summary>
    public int QueueLast { get; init; }
}

/// <summary>When an offering takes enrolments: from the opening on, up to the closing.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EnrolmentWindow(DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    public bool IsOpenAt(DateTimeOffset now) => OpensAt <= now && now < ClosesAt;
}

/// <summary>Until when what is decided, beyond the enrolment window.</summary>
public static class Deadlines
{
    /// <summary>
    /// Until when a participant may withdraw: as declared, otherwise up to the end of the enrolment. Whoever was postponed
    /// may go until the new start where nothing else was declared: they did not choose these dates.
    /// </summary>
    public static DateTimeOffset Withdrawal(DateTimeOffset? declared, bool postponed, DateOnly startDate, DateTimeOffset enrolmentClosesAt) =>
        declared ?? (postponed ? StartOf(startDate) : enrolmentClosesAt);

    /// <summary>Until when the wait list moves up: as long as somebody can still begin with the others.</summary>
    public static DateTimeOffset Promotion(DateOnly startDate, DateTimeOffset enrolmentClosesAt) =>
        StartOf(startDate) > enrolmentClosesAt ? StartOf(startDate) : enrolmentClosesAt;

    /// <summary>The first moment of the day in Jakarta (WIB, UTC+7 all year).</summary>
    private static DateTimeOffset StartOf(DateOnly date) => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7)).ToUniversalTime();
}
