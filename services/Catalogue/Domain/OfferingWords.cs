namespace Bpsdm.Catalogue.Domain;

public enum OfferingStatus { Scheduled, Postponed, Cancelled }

/// <summary>What a condition on who may take part looks at.</summary>
public enum ConditionKind { Agency, Position, RankRange, EmploymentKind, StaffGroup, Prerequisite, NotCompletedBefore, NoClash }

/// <summary>Only these may take part, or these may not.</summary>
public enum ConditionEffect { Include, Exclude }

/// <summary>A national holiday, or a day of joint leave (cuti bersama).</summary>
public enum HolidayKind { National, JointLeave }

/// <summary>How sure a fact is that was not read in its source when it was written down.</summary>
public enum Certainty { Sure, Likely, Unsure }
