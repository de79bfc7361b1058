using MassTransit;

namespace Bpsdm.Contracts.Catalogue;

/// <summary>Regional agencies (OPD/UKPD) became known or changed their name.</summary>
[MessageUrn("urn:bpsdm:catalogue:agencies-registered:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.catalogue.agencies-registered.v1")]
public sealed record AgenciesRegistered
{
    public required IReadOnlyList<RegisteredAgency> Agencies { get; init; }
}

/// <param name="Code">Agency code, for example <c>OPD-24</c>; the id of this fact together with <paramref name="Name"/>.</param>
public sealed record RegisteredAgency(string Code, string Name);

/// <summary>One run (angkatan) of a programme was scheduled: dates, seats, sessions, and the rules that go with them.</summary>
[MessageUrn("urn:bpsdm:catalogue:offering-scheduled:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.catalogue.offering-scheduled.v1")]
public sealed record OfferingScheduled
{
    /// <summary>The id of this fact.</summary>
    public required Guid FactId { get; init; }
    public required Guid OfferingId { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string ProgrammeCode { get; init; }
    public required string ProgrammeTitle { get; init; }

    /// <summary>basic, leadership, managerial, technical, functional or sociocultural.</summary>
    public required string Category { get; init; }

    /// <summary>Number of the angkatan: 1, 2, … within the programme and year.</summary>
    public required int Angkatan { get; init; }
    public required int Year { get; init; }

    /// <summary>Learning hours (jam pelajaran, 45 minutes each).</summary>
    public required int Jp { get; init; }

    /// <summary>Verdict of the feasibility review: distance, blended or face-to-face.</summary>
    public required string DeliveryMode { get; init; }
    public required string Place { get; init; }
    public required DateOnly StartDate { get; init; }
    public required DateOnly EndDate { get; init; }
    public required DateTimeOffset EnrolmentOpensAt { get; init; }
    public required DateTimeOffset EnrolmentClosesAt { get; init; }

    /// <summary>Seats; the number of participants never exceeds it.</summary>
    public required int Capacity { get; init; }
    public required EligibilityRules Eligibility { get; init; }

    /// <summary>Most seats that an agency's employees may take; an agency that is not named has no limit of its own.</summary>
    public IReadOnlyList<AgencyQuota> Quotas { get; init; } = [];

    /// <summary>Whether a self-enrolment waits for the approval of the participant's agency.</summary>
    public bool NeedsAgencyApproval { get; init; }

    /// <summary>Until when a participant may withdraw; null for the end of the enrolment window.</summary>
    public DateTimeOffset? WithdrawalClosesAt { get; init; }

    /// <summary>Hours that someone promoted from the wait list has to accept the seat.</summary>
    public int AcceptanceHours { get; init; } = 48;

    /// <summary>Version of the curriculum that is taught: an offering keeps the one it was scheduled with.</summary>
    public int ProgrammeVersion { get; init; } = 1;
    public required CompletionRule Completion { get; init; }
    public required IReadOnlyList<ScheduledModule> Modules { get; init; }
    public required IReadOnlyList<ScheduledSession> Sessions { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }
}

/// <summary>Who cannot take part, beyond having a place in the register at all.</summary>
/// <param name="ExcludeEducationTeachers">Teachers of Dinas Pendidikan, who teach their pupils at a distance.</param>
/// <param name="ExcludeCovidResponse">Staff on COVID-19 response.</param>
public sealed record EligibilityRules(bool ExcludeEducationTeachers, bool ExcludeCovidResponse)
{
    /// <summary>Further conditions; all of them must hold.</summary>
    public IReadOnlyList<EligibilityCondition> Conditions { get; init; } = [];
}

/// <summary>One declared condition on who may take part.</summary>
/// <param name="Kind">
/// agency (codes), position (names of positions), rank-range (two ranks of one scale, from and to), employment-kind (pns, pppk),
/// staff-group (education-teacher, covid-response), prerequisite (codes of programmes, all completed before),
/// not-completed-before (no values), no-clash (no values).
/// </param>
/// <param name="Effect">include: only these may take part; exclude: these may not. Of the last three kinds always include.</param>
public sealed record EligibilityCondition(string Kind, string Effect, IReadOnlyList<string> Values);

/// <param name="Seats">Most seats for the agency's employees.</param>
public sealed record AgencyQuota(string AgencyCode, int Seats);

/// <param name="MinAttendancePercent">Share of the offering's sessions that must be attended, 0 to 100.</param>
/// <param name="AllModulesRequired">Whether every module has to be finished.</param>
/// <param name="PassingGrade">Least score of the post-test, 0 to 100.</param>
/// <param name="MaxAttempts">Attempts at the post-test, remedial ones included.</param>
/// <param name="EvaluationRequired">Whether the evaluation has to be handed in; false in messages from before it could be said.</param>
public sealed record CompletionRule(
    int MinAttendancePercent, bool AllModulesRequired, int PassingGrade, int MaxAttempts, bool EvaluationRequired = false);

/// <param name="Mode">live, self-paced or face-to-face.</param>
public sealed record ScheduledModule(Guid ModuleId, int Number, string Title, int Jp, string Mode);

/// <param name="Mode">live or face-to-face; a self-paced module has no session.</param>
public sealed record ScheduledSession(Guid SessionId, Guid ModuleId, int Number, string Title, string Mode, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>An offering was moved to other dates. Seats stay as they are; sessions keep their ids.</summary>
[MessageUrn("urn:bpsdm:catalogue:offering-postponed:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.catalogue.offering-postponed.v1")]
public sealed record OfferingPostponed
{
    /// <summary>The id of this fact.</summary>
    public required Guid FactId { get; init; }
    public required Guid OfferingId { get; init; }
    public required DateOnly StartDate { get; init; }
    public required DateOnly EndDate { get; init; }
    public required DateTimeOffset EnrolmentOpensAt { get; init; }
    public required DateTimeOffset EnrolmentClosesAt { get; init; }
    public DateTimeOffset? WithdrawalClosesAt { get; init; }

    /// <summary>All sessions with their new times.</summary>
    public required IReadOnlyList<ScheduledSession> Sessions { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset PostponedAt { get; init; }
}

/// <summary>Who teaches the sessions of an offering, all of them: told when it is scheduled with instructors, and after every change.</summary>
[MessageUrn("urn:bpsdm:catalogue:instructors-assigned:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.catalogue.instructors-assigned.v1")]
public sealed record InstructorsAssigned
{
    /// <summary>The id of this fact.</summary>
    public required Guid FactId { get; init; }
    public required Guid OfferingId { get; init; }

    /// <summary>Revision of the offering; of two facts the one with the higher revision is the newer.</summary>
    public required int Revision { get; init; }

    /// <summary>The sessions that have an instructor; one that is not named has none (any more).</summary>
    public required IReadOnlyList<TaughtSession> Sessions { get; init; }
    public required DateTimeOffset AssignedAt { get; init; }
}

public sealed record TaughtSession(Guid SessionId, IReadOnlyList<AssignedInstructor> Instructors);

/// <param name="Id">NIP of a widyaiswara, or a code for somebody from outside.</param>
public sealed record AssignedInstructor(string Id, string Name);

/// <summary>An offering will not be held. No seat in it counts any more.</summary>
[MessageUrn("urn:bpsdm:catalogue:offering-cancelled:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.catalogue.offering-cancelled.v1")]
public sealed record OfferingCancelled
{
    /// <summary>The id of this fact.</summary>
    public required Guid FactId { get; init; }
    public required Guid OfferingId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CancelledAt { get; init; }
}
