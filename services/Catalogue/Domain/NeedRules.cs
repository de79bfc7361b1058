namespace Bpsdm.Catalogue.Domain;

/// <summary>A rule of calls for needs and of the needs themselves.</summary>
public abstract record NeedRule : BrokenRule;

public sealed record DeadlineBeforeOpening(DateOnly Opens, DateOnly Deadline) : NeedRule;
public sealed record DeadlinePassed(DateOnly Deadline, DateOnly Today) : NeedRule;
public sealed record DeadlineAfterItsYear(int Year, DateOnly Deadline) : NeedRule;
public sealed record NoCallYet(int Year) : NeedRule;
public sealed record CallNotOpen(int Year, DateOnly Opens, DateOnly Deadline) : NeedRule;

public sealed record NeedOfOtherYear(int Year) : NeedRule;
public sealed record NeedNoDraft(NeedStatus Status) : NeedRule;
public sealed record NeedDecidedAlready(NeedStatus Status) : NeedRule;
public sealed record NeedNotAccepted(NeedStatus Status) : NeedRule;
public sealed record NeedNotMerged(NeedStatus Status) : NeedRule;
public sealed record NeedNamesItsProgramme : NeedRule;
public sealed record NeedPlanned(Guid NeedId, int Year, int PlanVersion) : NeedRule;

public sealed record NoSuchDuplicate(int Index) : NeedRule;
public sealed record DuplicateNamedTwice(int Index) : NeedRule;
public sealed record DuplicateOfItself(int Index) : NeedRule;
public sealed record DuplicateDecidedAlready(int Index, NeedStatus Status) : NeedRule;
public sealed record DuplicateHoldsOthers(int Index) : NeedRule;
public sealed record DuplicateOfOtherYear(int Index, int Year) : NeedRule;
public sealed record DuplicateOfOtherProgramme(int Index) : NeedRule;
