using Bpsdm.SessionDelivery.Domain;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests;

public sealed class CompletionRuleTests
{
    private static readonly CompletionRule Rule = new(MinAttendancePercent: 80, AllModulesRequired: true, PassingGrade: 70, MaxAttempts: 3);

    [Theory]
    [InlineData(4, 2, 1, 70, Verdict.Completed)]
    [InlineData(3, 2, 1, 100, Verdict.Undecided)] // 60 % of the sessions
    [InlineData(5, 1, 1, 100, Verdict.Undecided)] // a module is missing
    [InlineData(5, 2, 1, 69, Verdict.Undecided)]
    [InlineData(5, 2, 3, 69, Verdict.Failed)]
    [InlineData(0, 0, 3, 69, Verdict.Failed)]
    [InlineData(0, 0, 3, 70, Verdict.Undecided)] // passed at last: only attendance and modules are missing
    [InlineData(5, 2, 0, -1, Verdict.Undecided)]
    public void Judges(int attended, int modules, int attempts, int best, Verdict expected) =>
        Rule.Judge(new Standing(5, attended, 2, modules, attempts, best < 0 ? null : best)).ShouldBe(expected);

    [Theory]
    [InlineData(5, 80, 4)]
    [InlineData(3, 80, 3)]
    [InlineData(3, 30, 1)]
    [InlineData(0, 100, 0)]
    [InlineData(7, 0, 0)]
    public void A_part_of_a_session_counts_as_a_whole_one(int sessions, int percent, int required) =>
        (Rule with { MinAttendancePercent = percent }).SessionsRequired(sessions).ShouldBe(required);

    /// <summary>However facts are ordered and repeated, the outcome is the one that all of them together lead to.</summary>
    [Property(MaxTest = 1000)]
    public void Order_and_repetition_of_facts_make_no_difference(
        byte sessions, byte modules, byte minAttendance, bool allModules, byte grade, byte maxAttempts, byte[] attended, byte[] done, byte[] scores, int seed)
    {
        var offering = SomeOffering(
            sessions % 5, modules % 4, new CompletionRule(minAttendance % 101, allModules, grade % 101, maxAttempts % 3 + 1));
        List<Action<ParticipantRecord>> facts =
        [
            .. attended.Where(_ => offering.Sessions.Count > 0).Select(a => offering.Sessions[a % offering.Sessions.Count])
                .Select(s => (Action<ParticipantRecord>)(r => r.CheckIn(s.Id, true, Now))),
            .. done.Where(_ => offering.Modules.Count > 0).Select(d => (Module: offering.Modules[d % offering.Modules.Count], Percent: d % 3 * 50))
                .Select(p => (Action<ParticipantRecord>)(r => r.Advance(p.Module.Id, p.Percent, Now))),
        ];
        var attempts = scores.Take(offering.Rule.MaxAttempts).Select((s, i) => new Attempt(i + 1, s % 101, [], Now)).ToArray();

        var random = new Random(seed);
        var outcomes = Enumerable.Range(0, 4).Select(_ => Play(offering, facts, attempts, random)).ToArray();

        // What all facts lead to, judged once at the end.
        var all = new Standing(
            offering.Sessions.Count,
            offering.Sessions.Count == 0 ? 0 : attended.Select(a => a % offering.Sessions.Count).Distinct().Count(),
            offering.Modules.Count,
            offering.Modules.Count == 0 ? 0 : done.Where(d => d % 3 == 2).Select(d => d % offering.Modules.Count).Distinct().Count(),
            attempts.Length,
            attempts.Length == 0 ? null : attempts.Max(a => a.Score));
        outcomes.ShouldAllBe(o => o == offering.Rule.Judge(all));
    }

    private static Verdict Play(Offering offering, List<Action<ParticipantRecord>> facts, Attempt[] attempts, Random random)
    {
        var record = new ParticipantRecord(Guid.NewGuid(), offering);
        var order = facts.Concat(facts.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()).ToList();
        // Attempts keep their order among themselves, wherever they fall among the other facts; some come twice.
        var slots = attempts.Select(_ => random.Next(order.Count + 1)).Order().ToArray();
        for (var i = attempts.Length - 1; i >= 0; i--)
        {
            var attempt = attempts[i];
            order.Insert(slots[i], r => r.Take(attempt, Now));
            if (random.Next(2) == 0) order.Insert(slots[i] + 1, r => r.Take(attempt with { Score = 100 }, Now));
        }

        Outcome? decided = null;
        foreach (var fact in order)
        {
            fact(record);
            if (decided is not null) record.Outcome.ShouldBeSameAs(decided);
            decided = record.Outcome;
        }
        return decided switch { null => Verdict.Undecided, { Completed: true } => Verdict.Completed, _ => Verdict.Failed };
    }

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 2, 0, 0, TimeSpan.Zero);

    internal static Offering SomeOffering(int sessions, int modules, CompletionRule rule) => new()
    {
        Id = Guid.NewGuid(),
        ProgrammeCode = "P",
        ProgrammeTitle = "P",
        Category = "technical",
        Angkatan = 1,
        Year = 2026,
        Jp = 3,
        DeliveryMode = "distance",
        Place = "Daring",
        StartDate = new(2026, 6, 1),
        EndDate = new(2026, 6, 2),
        Rule = rule,
        Modules = [.. Enumerable.Range(1, modules).Select(n => new Module(Guid.NewGuid(), n, $"M{n}", 1, Module.SelfPacedMode))],
        Sessions = [.. Enumerable.Range(1, sessions).Select(n => new Session(Guid.NewGuid(), Guid.NewGuid(), n, $"S{n}", "live", Now, Now.AddHours(1)))],
        ScheduledAt = Now,
    };
}
