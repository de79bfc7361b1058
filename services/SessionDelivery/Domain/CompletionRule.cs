namespace Bpsdm.SessionDelivery.Domain;

/// <summary>When a participant has completed an offering, and when that has become impossible. Pure: facts in, verdict out.</summary>
/// <param name="MinAttendancePercent">Share of the sessions that must be attended, 0 to 100.</param>
/// <param name="AllModulesRequired">Whether every self-paced module must be at 100 percent.</param>
/// <param name="PassingGrade">Least best score of the post-test, 0 to 100.</param>
/// <param name="MaxAttempts">Attempts at the post-test, remedial ones included.</param>
/// <param name="EvaluationRequired">Whether the evaluation must be handed in.</param>
public sealed record CompletionRule(
    int MinAttendancePercent, bool AllModulesRequired, int PassingGrade, int MaxAttempts, bool EvaluationRequired = false)
{
    /// <summary>Sessions that must be attended, of so many; a part of a session counts as a whole one.</summary>
    public int SessionsRequired(int sessions) => (sessions * MinAttendancePercent + 99) / 100;

    public int ModulesRequired(int selfPacedModules) => AllModulesRequired ? selfPacedModules : 0;

    /// <summary>
    /// The verdict on what is known by now. Everything counted only grows (but for a presence that a correction takes back),
    /// and a participant can't fulfil both branches, so the order in which facts arrive makes no difference.
    /// </summary>
    public Verdict Judge(Standing standing)
    {
        var passed = standing.BestScore >= PassingGrade;
        if (passed
            && standing.Attended >= SessionsRequired(standing.Sessions)
            && standing.ModulesDone >= ModulesRequired(standing.SelfPacedModules)
            && (standing.EvaluationHandedIn || !EvaluationRequired))
            return Verdict.Completed;
        return !passed && standing.Attempts >= MaxAttempts ? Verdict.Failed : Verdict.Undecided;
    }
}

public enum Verdict
{
    Undecided,
    Completed,
    Failed,
}

/// <summary>What the rule looks at: how much there is in the offering, and how much of it a participant has done.</summary>
public readonly record struct Standing(int Sessions, int Attended, int SelfPacedModules, int ModulesDone, int Attempts, decimal? BestScore,
    bool EvaluationHandedIn = false);
