namespace Bpsdm.Catalogue.Domain;

/// <summary>A rule of the annual plan. Lines and their needs are named by their place in the request.</summary>
public abstract record PlanRule : BrokenRule;

public sealed record LineOfUnknownProgramme(int Line) : PlanRule;
public sealed record LineNamedTwice(int Line, int Quarter) : PlanRule;
public sealed record LineNeedUnknown(int Line, int Need) : PlanRule;
public sealed record LineNeedOfOtherYear(int Line, int Need, int Year) : PlanRule;
public sealed record LineNeedNotAccepted(int Line, int Need, NeedStatus Status) : PlanRule;
public sealed record LineNeedOfOtherProgramme(int Line, int Need) : PlanRule;
public sealed record LineNeedCoveredTwice(int Line, int Need) : PlanRule;

public sealed record PlanDraftedAlready(int Year, int Version) : PlanRule;
public sealed record PlanPublishedAlready(int Year, int Version) : PlanRule;
public sealed record PlanWithoutLines(int Year) : PlanRule;
public sealed record PlanOutdated(IReadOnlyList<Guid> Needs) : PlanRule;
