using Bpsdm.SessionDelivery.Features.Evaluation;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>What came of an offering. Percentages have one decimal; one without anything to divide by is null.</summary>
/// <param name="Status">closed; running, when it is only how things stand; or cancelled.</param>
/// <param name="AsOf">The moment of which it tells, UTC: all of it is one snapshot.</param>
public sealed record ClosingReport(
    ReportedOffering Offering, string Status, DateTimeOffset? ClosedAt, DateTimeOffset AsOf, Participation Participants,
    decimal? AttendancePercent, IReadOnlyList<SessionAttendance> Sessions, IReadOnlyList<ModuleCompletion> Modules,
    ScoreReport Scores, EvaluationReport Evaluation, IReadOnlyList<AgencyResult> Agencies);

public sealed record ReportedOffering(
    Guid Id, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year, int Jp, string Place, DateOnly StartDate, DateOnly EndDate,
    int PassingGrade, int MinAttendancePercent);

/// <param name="Registered">Who held a seat to the end, or had an outcome before leaving; the other counts but the last are of them.</param>
/// <param name="PassRate">Completed, of those registered.</param>
/// <param name="Withdrawn">Who gave the seat back, or lost it, without an outcome.</param>
public sealed record Participation(int Registered, int Completed, int Failed, int InProgress, decimal? PassRate, int Withdrawn);

public sealed record SessionAttendance(Guid SessionId, int Number, string Title, DateTimeOffset StartsAt, int Attended, decimal? Percent);

public sealed record ModuleCompletion(Guid ModuleId, int Number, string Title, int Done, decimal? Percent);

/// <param name="PreTest">Null where nobody has a score in one.</param>
/// <param name="PostTest">Of each participant the best attempt.</param>
public sealed record ScoreReport(ScoreSummary? PreTest, ScoreSummary? PostTest);

/// <param name="Tested">Participants with a score, 0 to 100.</param>
/// <param name="Distribution">How many have 0 to below 10, 10 to below 20, … and 90 to 100.</param>
public sealed record ScoreSummary(int Tested, decimal Mean, decimal Median, decimal Lowest, decimal Highest, IReadOnlyList<int> Distribution);

/// <param name="Sections">The mean of all answers on programme, instructors and organisation, 1 to 5; those of which there are enough answers.</param>
public sealed record EvaluationReport(EvaluationResults Results, IReadOnlyList<SectionMean> Sections);

public sealed record SectionMean(string Section, decimal Mean);

public sealed record AgencyResult(
    string Code, string Name, int Registered, int Completed, int Failed, int InProgress, decimal? PassRate, decimal? AttendancePercent, decimal? MeanScore);
