using System.Diagnostics.CodeAnalysis;

namespace Bpsdm.Catalogue.Domain;

/// <summary>A rule that forbids what was asked for; each rule is a type, so that callers can tell them apart.</summary>
public abstract record BrokenRule;

public sealed record JpNotSetYet(string ProgrammeCode) : BrokenRule;
public sealed record JpSetByLan(int Jp, int Total) : BrokenRule;
public sealed record JpOfLanMissing(string ProgrammeCode) : BrokenRule;
public sealed record JpIsNotTheSum(int Jp, int Total) : BrokenRule;

public sealed record NotPublished(string ProgrammeCode) : BrokenRule;
public sealed record NoDraft(string ProgrammeCode) : BrokenRule;
public sealed record NoSuchCurriculum(int Version) : BrokenRule;
public sealed record RulesBeforeTheLatest(string Field, DateOnly Latest) : BrokenRule;

public sealed record NoSuchModule(int Number) : BrokenRule;
public sealed record ModuleNamedTwice(int Number) : BrokenRule;
public sealed record ModuleWithoutMode(int Number) : BrokenRule;

public sealed record NotDesigned(string ProgrammeCode) : BrokenRule;
public sealed record NotReviewed(string ProgrammeCode) : BrokenRule;
public sealed record PracticalProgrammeAtADistance(string ProgrammeCode) : BrokenRule;
public sealed record FaceToFaceModuleAtADistance(int Number) : BrokenRule;

public sealed record NoSuchChecklistItem(string Code) : BrokenRule;
public sealed record ChecklistItemUnanswered(string Code) : BrokenRule;
public sealed record ReviewedAlready : BrokenRule;
public sealed record VerdictStands(Verdict Verdict) : BrokenRule;
public sealed record TwoReviewersNeeded(int Reviews) : BrokenRule;
public sealed record ReviewersDisagree : BrokenRule;
public sealed record NotTheReviewersVerdict(Verdict Verdict) : BrokenRule;

public sealed record EndsBeforeItsDays(DateOnly EndDate, DateOnly LastDay) : BrokenRule;
public sealed record SessionOfNoModule(int Index, int ModuleNumber) : BrokenRule;
public sealed record SessionOfSelfPacedModule(int Index, int ModuleNumber) : BrokenRule;
public sealed record SessionOutOfOrder(int Index) : BrokenRule;
public sealed record SessionOutsideDates(int Index, DateOnly StartDate, DateOnly EndDate) : BrokenRule;

public sealed record EnrolmentClosesBeforeItOpens : BrokenRule;
public sealed record WithdrawalClosesBeforeEnrolmentOpens : BrokenRule;
public sealed record AfterTheEnd(string Field, DateOnly EndDate) : BrokenRule;

public sealed record OfferingIsCancelled(string Reason) : BrokenRule;
public sealed record OfferingHasEnded(DateOnly EndDate) : BrokenRule;
public sealed record PostponedIntoThePast(DateOnly StartDate) : BrokenRule;
public sealed record NothingPostponed : BrokenRule;
public sealed record NoSuchSession(int Number) : BrokenRule;
public sealed record SessionWasHeld(int Number) : BrokenRule;
public sealed record SessionTimesWrong(int Number) : BrokenRule;
public sealed record MovedSessionOutsideDates(int Number, DateOnly StartDate, DateOnly EndDate) : BrokenRule;

/// <summary>What came of it, or the rule that forbade it.</summary>
public readonly struct Outcome<T> where T : class
{
    private readonly T? _value;
    private readonly BrokenRule? _broken;

    private Outcome(T? value, BrokenRule? broken) => (_value, _broken) = (value, broken);

    public static implicit operator Outcome<T>(T value) => new(value, null);
    public static implicit operator Outcome<T>(BrokenRule broken) => new(null, broken);

    public bool Failed([NotNullWhen(true)] out BrokenRule? broken, [NotNullWhen(false)] out T? value)
    {
        (broken, value) = (_broken, _value);
        return broken is not null;
    }
}
