using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Tests.Domain;

public class ProgrammeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryRules Rules = new(1, new DateOnly(2020, 1, 1), selfPaced: 3, live: 8, faceToFace: 8, "test");
    private static readonly ReviewChecklist Checklist = new(1, new DateOnly(2020, 1, 1), "test", DistanceFrom: 75, BlendedFrom: 40,
        [new("a", "A?", 60), new("b", "B?", 30), new("c", "C?", 10)]);

    [Fact]
    public void The_JP_of_BPSDMs_programme_is_the_sum_of_its_published_modules() => Programme(4, 10, 2).Jp.ShouldBe(16);

    [Fact]
    public void Without_LANs_JP_nothing_can_be_designed_reviewed_or_offered()
    {
        var programme = Programme(JpAuthority.Lan);

        programme.DesignDelivery([], Rules, "admin", Now).ShouldBe(new JpNotSetYet("P"));
        Review(programme, "a", Verdict.Blended).ShouldBe(new JpNotSetYet("P"));
        programme.Confirm(Verdict.Blended, "x", [], "admin", Now).ShouldBe(new JpNotSetYet("P"));
        Offer(programme).ShouldBe(new JpNotSetYet("P"));
        VerdictProposal.For(programme).ShouldBe(new VerdictProposal(Verdict.Distance, ProposalReason.JpOfLanUnknown));
    }

    [Fact]
    public void LANs_JP_comes_with_the_modules_and_then_stands()
    {
        var programme = Programme(JpAuthority.Lan);

        Replace(programme, null, 20, 20).ShouldBe(new JpOfLanMissing("P"));
        Replace(programme, 41, 20, 20).ShouldBe(new JpIsNotTheSum(41, 40));
        programme.Jp.ShouldBeNull();
        Replace(programme, 40, 20, 20).ShouldBeNull();
        programme.Jp.ShouldBe(40);

        Replace(programme, null, 20, 21).ShouldBe(new JpSetByLan(40, 41));
        Replace(programme, 41, 20, 21).ShouldBe(new JpSetByLan(40, 41));
        Replace(programme, null, 10, 30).ShouldBeNull();
        programme.Publish(1, "admin", Now).ShouldBeNull();
        (programme.Jp, programme.Modules[1].Jp).ShouldBe((40, 30));
        Replace(programme, null, 10, 31).ShouldBe(new JpSetByLan(40, 41));
    }

    [Fact]
    public void A_published_curriculum_stays_while_the_next_one_is_drafted()
    {
        var programme = Programme(4);
        programme.Publish(2, "admin", Now).ShouldBe(new NoSuchCurriculum(2));
        Replace(programme, null, 5, 6).ShouldBeNull();
        Replace(programme, null, 7).ShouldBeNull();

        (programme.PublishedVersion, programme.Jp, programme.Modules.Count).ShouldBe((1, 4, 1));
        (programme.Draft!.Version, programme.Draft.Jp).ShouldBe((2, 7));
        programme.Publish(2, "admin", Now).ShouldBeNull();
        programme.Publish(1, "admin", Now).ShouldBeNull();
        (programme.PublishedVersion, programme.Jp, programme.Draft).ShouldBe((2, 7, null));
        programme.Curricula.Select(c => (c.Version, c.Jp)).ShouldBe([(1, 4), (2, 7)]);
    }

    [Fact]
    public void A_design_gives_every_module_one_mode()
    {
        var programme = Programme(4, 10);
        Design(programme, (1, DeliveryMode.Live)).ShouldBe(new ModuleWithoutMode(2));
        Design(programme, (1, DeliveryMode.Live), (1, DeliveryMode.Live), (2, DeliveryMode.Live)).ShouldBe(new ModuleNamedTwice(1));
        Design(programme, (1, DeliveryMode.Live), (2, DeliveryMode.Live), (3, DeliveryMode.Live)).ShouldBe(new NoSuchModule(3));
        programme.Design.ShouldBeNull();
        Design(programme, (2, DeliveryMode.SelfPaced), (1, DeliveryMode.Live)).ShouldBeNull();
        programme.Design!.Days.ShouldBe(1 + 4);
    }

    [Fact]
    public void A_verdict_and_its_reviews_fall_with_the_design_and_stay_with_the_same_one()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Distance).ShouldBeNull();
        var round = programme.Round;

        Design(programme, (1, DeliveryMode.Live));
        (programme.Verdict, programme.Round).ShouldBe((Verdict.Distance, round));
        Design(programme, (1, DeliveryMode.FaceToFace));
        (programme.Verdict, programme.Round).ShouldBe((null, round + 1));
        Offer(programme).ShouldBe(new NotReviewed("P"));
    }

    [Fact]
    public void Another_published_curriculum_needs_another_design_and_verdict()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Distance);

        Replace(programme, null, 5).ShouldBeNull();
        (programme.Verdict, programme.Design).ShouldNotBe((null, null));
        programme.Publish(2, "admin", Now);

        (programme.Design, programme.Verdict, programme.Jp).ShouldBe((null, null, 5));
        Offer(programme).ShouldBe(new NotDesigned("P"));
    }

    [Fact]
    public void What_needs_presence_is_not_taught_at_a_distance_whoever_says_so()
    {
        var practical = Programme(JpAuthority.Bpsdm, PracticeNeed.Practical, 4);
        Design(practical, (1, DeliveryMode.Live));
        Review(practical, "a", Verdict.Distance).ShouldBe(new PracticalProgrammeAtADistance("P"));
        practical.Confirm(Verdict.Distance, "x", [], "admin", Now).ShouldBe(new PracticalProgrammeAtADistance("P"));
        VerdictProposal.For(practical).Verdict.ShouldBe(Verdict.Blended);

        var present = Programme(4, 4);
        Design(present, (1, DeliveryMode.Live), (2, DeliveryMode.FaceToFace));
        Review(present, "a", Verdict.Distance).ShouldBe(new FaceToFaceModuleAtADistance(2));
        Review(present, "a", Verdict.Blended).ShouldBeNull();
        VerdictProposal.For(present).ShouldBe(new VerdictProposal(Verdict.Blended, ProposalReason.PartInPresence));
    }

    [Theory]
    [InlineData(4, 4, 4, 100, Verdict.Distance)]
    [InlineData(3, 3, 3, 75, Verdict.Distance)]
    [InlineData(4, 0, 0, 60, Verdict.Blended)]
    [InlineData(0, 4, 1, 33, Verdict.FaceToFace)] // 32.5 is rounded up
    [InlineData(0, 4, 4, 40, Verdict.Blended)]
    [InlineData(0, 0, 0, 0, Verdict.FaceToFace)]
    public void A_score_is_by_the_weights(int a, int b, int c, int score, Verdict suggested)
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));

        programme.Review(Guid.NewGuid(), Checklist, new([new("a", a), new("b", b), new("c", c)], Verdict.Blended, "x"), [], "r", Now)
            .Failed(out _, out var review).ShouldBeFalse();

        (review!.Score, review.Suggested, review.Verdict).ShouldBe((score, suggested, Verdict.Blended));
    }

    [Fact]
    public void Every_item_is_answered_and_no_other()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        Answer(new("a", 1), new("b", 1)).ShouldBe(new ChecklistItemUnanswered("c"));
        Answer(new("a", 1), new("b", 1), new("c", 1), new("d", 1)).ShouldBe(new NoSuchChecklistItem("d"));

        BrokenRule? Answer(params ChecklistAnswer[] answers) =>
            programme.Review(Guid.NewGuid(), Checklist, new(answers, Verdict.Blended, "x"), [], "r", Now).Failed(out var broken, out _) ? broken : null;
    }

    [Fact]
    public void A_verdict_needs_two_reviewers_who_agree_and_a_majority_where_they_do_not()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        Decide(programme, Verdict.Distance).ShouldBe(new TwoReviewersNeeded(0));
        Decide(programme, Verdict.Distance, Verdict.Distance).ShouldBe(new TwoReviewersNeeded(1));
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Blended).ShouldBe(new ReviewersDisagree());
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Blended, Verdict.FaceToFace).ShouldBe(new ReviewersDisagree());
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Blended, Verdict.Distance, Verdict.Blended).ShouldBe(new ReviewersDisagree());
        Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Blended, Verdict.Blended).ShouldBe(new NotTheReviewersVerdict(Verdict.Blended));
        Decide(programme, Verdict.Blended, Verdict.Distance, Verdict.Blended, Verdict.Blended).ShouldBeNull();
        Review(programme, "late", Verdict.Blended).ShouldBe(new VerdictStands(Verdict.Blended));
    }

    [Fact]
    public void Nobody_reviews_a_design_twice()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        programme.Review(Guid.NewGuid(), Checklist, Opinion(Verdict.Blended), [], "r", Now).Failed(out _, out var first).ShouldBeFalse();

        programme.Review(Guid.NewGuid(), Checklist, Opinion(Verdict.Blended), [first!], "r", Now).Failed(out var broken, out _).ShouldBeTrue();

        broken.ShouldBe(new ReviewedAlready());
    }

    /// <summary>What becomes of confirming it after these reviews, each by another person.</summary>
    internal static BrokenRule? Decide(Programme programme, Verdict verdict, params Verdict[] found)
    {
        var reviews = new List<Review>();
        foreach (var (i, one) in found.Index())
        {
            if (programme.Review(Guid.NewGuid(), Checklist, Opinion(one), reviews, $"reviewer-{i}", Now).Failed(out var broken, out var review)) return broken;
            reviews.Add(review);
        }
        return programme.Confirm(verdict, "x", reviews, "admin", Now);
    }

    private static Opinion Opinion(Verdict verdict) => new([new("a", 4), new("b", 4), new("c", 4)], verdict, "x");

    private static BrokenRule? Review(Programme programme, string by, Verdict verdict) =>
        programme.Review(Guid.NewGuid(), Checklist, Opinion(verdict), [], by, Now).Failed(out var broken, out _) ? broken : null;

    private static BrokenRule? Design(Programme programme, params (int Number, DeliveryMode Mode)[] modes) =>
        programme.DesignDelivery([.. modes.Select(m => new ModuleMode(m.Number, m.Mode))], Rules, "admin", Now);

    private static BrokenRule? Replace(Programme programme, int? jp, params int[] modules) =>
        programme.ReplaceModules(Drafts(modules), jp, "admin", Now);

    private static BrokenRule? Offer(Programme programme) =>
        Offering.Schedule(
            Guid.CreateVersion7(), programme, 1,
            new(new DateOnly(2026, 4, 1), null, 30, "Daring", new(Now, Now.AddDays(9), null, false, 48), [], new(false, false), Completion.Default, []),
            new WorkingCalendar([]), "admin", Now)
            .Failed(out var broken, out _) ? broken : null;

    private static ModuleDraft[] Drafts(params int[] jp) => [.. jp.Select((j, i) => new ModuleDraft($"Modul {i + 1}", j, ModuleMethod.Theory))];

    private static Programme Programme(params int[] jp) => Programme(JpAuthority.Bpsdm, PracticeNeed.None, jp);

    private static Programme Programme(JpAuthority authority, PracticeNeed practice = PracticeNeed.None, params int[] jp)
    {
        var programme = Catalogue.Domain.Programme.Create(
            Guid.CreateVersion7(), "P", "Program", Category.Technical, practice, 2, authority, Drafts(jp), "admin", Now);
        if (jp.Length > 0) programme.Publish(1, "admin", Now).ShouldBeNull();
        return programme;
    }
}
