namespace Bpsdm.Catalogue.Domain;

/// <summary>Who cannot take part in an offering.</summary>
public sealed record Eligibility(bool ExcludeEducationTeachers, bool ExcludeCovidResponse)
{
    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>One declared condition on who may take part.</summary>
/// <param name="Values">Codes, names or ranks, by the kind; none for a kind that needs none.</param>
public sealed record Condition(ConditionKind Kind, ConditionEffect Effect, IReadOnlyList<string> Values);

/// <summary>Most seats that an agency's employees may take.</summary>
public sealed record AgencyQuota(string AgencyCode, int Seats);

/// <summary>When an offering takes enrolments, and how.</summary>
/// <param name="WithdrawalClosesAt">Null for the end of the window.</param>
public sealed record EnrolmentTerms(
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateTimeOffset? WithdrawalClosesAt, bool NeedsAgencyApproval, int AcceptanceHours)
{
    public const int DefaultAcceptanceHours = 48;

    internal EnrolmentTerms InUtc => this with
    {
        OpensAt = OpensAt.ToUniversalTime(), ClosesAt = ClosesAt.ToUniversalTime(), WithdrawalClosesAt = WithdrawalClosesAt?.ToUniversalTime(),
    };

    internal BrokenRule? Check(DateOnly endDate)
    {
        if (ClosesAt <= OpensAt) return new EnrolmentClosesBeforeItOpens();
        if (ClosesAt > Wib.EndOf(endDate)) return new AfterTheEnd("enrolmentClosesAt", endDate);
        if (WithdrawalClosesAt <= OpensAt) return new WithdrawalClosesBeforeEnrolmentOpens();
        return WithdrawalClosesAt > Wib.EndOf(endDate) ? new AfterTheEnd("withdrawalClosesAt", endDate) : null;
    }
}

/// <summary>When a participant has completed an offering: percent and grade from 0 to 100.</summary>
public sealed record Completion(int MinAttendancePercent, bool AllModulesRequired, int PassingGrade, int MaxAttempts, bool EvaluationRequired = false)
{
    public static Completion Default { get; } = new(80, true, 70, 2);
}

/// <summary>What is asked for when an offering is scheduled.</summary>
/// <param name="EndDate">Null for the last day that the design needs.</param>
/// <param name="Sessions">Empty to have them laid out from the design.</param>
public sealed record OfferingTerms(
    DateOnly StartDate, DateOnly? EndDate, int Capacity, string Place, EnrolmentTerms Enrolment, IReadOnlyList<AgencyQuota> Quotas,
    Eligibility Eligibility, Completion Completion, IReadOnlyList<SessionDraft> Sessions);

public sealed record SessionDraft(int ModuleNumber, string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<Instructor> Instructors);

/// <summary>Where an offering is to be moved.</summary>
/// <param name="EndDate">Null for as many working days as before.</param>
/// <param name="Sessions">Those that are to be held at other times than on the same working day at the same hour.</param>
/// <param name="OpensAt">With the two after it: null where it stays.</param>
public sealed record Move(
    DateOnly StartDate, DateOnly? EndDate, IReadOnlyList<SessionMove> Sessions,
    DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? WithdrawalClosesAt, string Reason);

public sealed record SessionMove(int Number, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A module as it was when the offering was scheduled.</summary>
public sealed class OfferingModule(Guid moduleId, int number, string title, int jp, DeliveryMode mode)
{
    public Guid ModuleId { get; private init; } = moduleId;
    public int Number { get; private init; } = number;
    public string Title { get; private init; } = title;
    public int Jp { get; private init; } = jp;
    public DeliveryMode Mode { get; private init; } = mode;
}

/// <summary>That an offering was postponed or cancelled; its id is the key of the request, so that the same one acts once.</summary>
public sealed class OfferingChange
{
    public required Guid Id { get; init; }
    public required OfferingStatus Status { get; init; }
    public required DateOnly FromStartDate { get; init; }
    public required DateOnly FromEndDate { get; init; }
    public required string Reason { get; init; }
    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
