namespace Bpsdm.Catalogue.Domain;

/// <summary>Who cannot take part in an offering.</summary>
public sealed record Eligibility(bool ExcludeEducationTeachers, bool ExcludeCovidResponse);

/// <summary>When a participant has completed an offering: percent and grade from 0 to 100.</summary>
public sealed record Completion(int MinAttendancePercent, bool AllModulesRequired, int PassingGrade, int MaxAttempts)
{
    public static Completion Default { get; } = new(80, true, 70, 2);
}

/// <summary>What is asked for when an offering is scheduled.</summary>
/// <param name="EndDate">Null for the last day that the design needs.</param>
/// <param name="Sessions">Empty to have them laid out from the design.</param>
public sealed record OfferingTerms(
    DateOnly StartDate, DateOnly? EndDate, int Capacity, string Place,
    DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt,
    Eligibility Eligibility, Completion Completion, IReadOnlyList<SessionDraft> Sessions);

public sealed record SessionDraft(int ModuleNumber, string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A module as it was when the offering was scheduled.</summary>
public sealed class OfferingModule(Guid moduleId, int number, string title, int jp, DeliveryMode mode)
{
    public Guid ModuleId { get; private init; } = moduleId;
    public int Number { get; private init; } = number;
    public string Title { get; private init; } = title;
    public int Jp { get; private init; } = jp;
    public DeliveryMode Mode { get; private init; } = mode;
}

/// <summary>A meeting, live at a distance or face to face.</summary>
public sealed class Session(Guid moduleId, int number, string title, DeliveryMode mode, DateTimeOffset startsAt, DateTimeOffset endsAt)
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public Guid ModuleId { get; private init; } = moduleId;

    /// <summary>1, 2, … within the offering.</summary>
    public int Number { get; private init; } = number;
    public string Title { get; private init; } = title;
    public DeliveryMode Mode { get; private init; } = mode;
    public DateTimeOffset StartsAt { get; private init; } = startsAt;
    public DateTimeOffset EndsAt { get; private init; } = endsAt;
}
