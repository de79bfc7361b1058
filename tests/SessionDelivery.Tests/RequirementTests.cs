using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>What the rule still asks for, in figures and in words; and a rule that judges again.</summary>
public sealed class RequirementTests
{
    private static readonly CompletionRule Rule = new(MinAttendancePercent: 100, AllModulesRequired: true, PassingGrade: 70, MaxAttempts: 2);
    private static readonly DateTimeOffset Before = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero), After = Before.AddDays(1);
    private const string Why = "Daftar hadir diperiksa ulang.", Who = "pengajar";

    [Fact]
    public void Everything_is_missing_at_first_and_each_says_what_would_fulfil_it()
    {
        var record = new ParticipantRecord(Guid.NewGuid(), CompletionRuleTests.SomeOffering(2, 2, Rule));
        var all = Requirements.Of(record, Before);
        all.Select(r => (r.Kind, r.Needed, r.Have, r.Missing)).ShouldBe([("attendance", 2, 0, 2), ("modules", 2, 0, 2), ("score", 70, 0, 70)]);
        all.ShouldAllBe(r => !r.Fulfilled && r.Sentence.StartsWith("Anda masih perlu: "));
        all[0].Sentence.ShouldBe("Anda masih perlu: hadir pada 2 sesi lagi: sesi 1 'S1' atau sesi 2 'S2' (baru 0 dari 2 sesi yang wajib).");
        all[0].Items.Select(i => i.Id).ShouldBe(record.Offering.Sessions.Select(s => s.Id));
        all[2].Sentence.ShouldBe("Anda masih perlu: mengerjakan post-test dengan nilai paling sedikit 70 (2 kesempatan).");
    }

    [Fact]
    public void A_session_that_is_over_needs_a_make_up_and_a_score_says_its_points()
    {
        var offering = CompletionRuleTests.SomeOffering(1, 1, Rule);
        var record = new ParticipantRecord(Guid.NewGuid(), offering);
        record.Advance(offering.Modules[0].Id, 100, Before);
        record.Take(new(1, 66.67m, [], Before), Before);
        var all = Requirements.Of(record, After);
        all[0].Sentence.ShouldBe(
            "Anda masih perlu: hadir pada 1 sesi lagi; 1 di antaranya lewat sesi pengganti dari penyelenggara, karena sesi 1 sudah lewat (baru 0 dari 1 sesi yang wajib).");
        (all[1].Fulfilled, all[1].Sentence).ShouldBe((true, "Modul mandiri terpenuhi: 1 dari 1 modul."));
        (all[2].Missing, all[2].Sentence).ShouldBe(
            (3.33m, "Anda masih perlu: 3,33 poin lagi pada post-test (nilai terbaik 66,67, batas lulus 70, sisa 1 kesempatan)."));
    }

    [Fact]
    public void What_is_not_asked_for_is_not_named_and_a_grade_of_nought_still_needs_an_attempt()
    {
        var record = new ParticipantRecord(Guid.NewGuid(), CompletionRuleTests.SomeOffering(2, 2, new(0, false, 0, 1)));
        var one = Requirements.Of(record, Before).ShouldHaveSingleItem();
        (one.Kind, one.Fulfilled).ShouldBe(("score", false));
        record.Take(new(1, 0, [], Before), Before);
        Requirements.Of(record, Before).ShouldAllBe(r => r.Fulfilled);
        record.Outcome.ShouldNotBeNull().Completed.ShouldBeTrue();
    }

    [Fact]
    public void A_corrected_fact_turns_what_the_rule_decided_and_only_that()
    {
        var offering = CompletionRuleTests.SomeOffering(1, 0, Rule);
        var record = new ParticipantRecord(Guid.NewGuid(), offering);
        record.Take(new(1, 80, [], Before), Before);
        record.FailInTime(Before);
        var failed = record.Outcome!;
        record.Reconsider(Why, Who, After);
        record.Outcome.ShouldBeSameAs(failed);

        record.Restore(offering.Sessions[0].Id, Before);
        record.Reconsider(Why, Who, After);
        record.Outcome.ShouldNotBeNull().Completed.ShouldBeTrue();
        record.Changes.OutcomeChanges.ShouldHaveSingleItem().ShouldBe(new OutcomeChange(failed, record.Outcome!, Why, Who));

        record.Override(false, "Menitipkan kehadiran kepada rekan.", "penyelenggara", After);
        record.Reconsider(Why, Who, After);
        (record.Outcome!.Completed, record.Outcome.Reason, record.Outcome.DecidedBy).ShouldBe((false, Outcome.DecidedByOrganiser, "penyelenggara"));
    }

    [Fact]
    public void Who_completed_has_failed_once_the_facts_are_taken_back()
    {
        var offering = CompletionRuleTests.SomeOffering(1, 0, Rule);
        var record = new ParticipantRecord(Guid.NewGuid(), offering);
        record.Take(new(1, 80, [], Before), Before);
        record.Restore(new Outcome(Guid.NewGuid(), true, null, 80, Before));
        record.Reconsider(Why, Who, After);
        (record.Outcome!.Completed, record.Outcome.Reason).ShouldBe((false, Outcome.NoLongerFulfilled));
        record.Changes.Outcome.ShouldBeNull();
    }
}
