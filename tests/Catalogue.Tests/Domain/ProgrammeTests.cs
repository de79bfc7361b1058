using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Tests.Domain;

public class ProgrammeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryRules Rules = new(1, new DateOnly(2020, 1, 1), selfPaced: 3, live: 8, faceToFace: 8, "test");

    [Fact]
    public void The_JP_of_BPSDMs_programme_is_the_sum_of_its_modules() => Programme(4, 10, 2).Jp.ShouldBe(16);

    [Fact]
    public void Without_LANs_JP_nothing_can_be_designed_reviewed_or_offered()
    {
        var programme = Programme(JpAuthority.Lan);

        programme.DesignDelivery([], Rules, "admin", Now).ShouldBe(new JpNotSetYet("P"));
        programme.Review(Verdict.Blended, "x", "admin", Now).ShouldBe(new JpNotSetYet("P"));
        Offer(programme).ShouldBe(new JpNotSetYet("P"));
    }

    [Fact]
    public void LANs_JP_comes_with_the_modules_and_then_stands()
    {
        var programme = Programme(JpAuthority.Lan);

        programme.ReplaceModules(Drafts(20, 20), jp: null).ShouldBe(new JpOfLanMissing("P"));
        programme.ReplaceModules(Drafts(20, 20), jp: 41).ShouldBe(new JpIsNotTheSum(41, 40));
        programme.Jp.ShouldBeNull();
        programme.ReplaceModules(Drafts(20, 20), jp: 40).ShouldBeNull();
        programme.Jp.ShouldBe(40);

        programme.ReplaceModules(Drafts(20, 21), jp: null).ShouldBe(new JpSetByLan(40, 41));
        programme.ReplaceModules(Drafts(20, 21), jp: 41).ShouldBe(new JpSetByLan(40, 41));
        programme.ReplaceModules(Drafts(10, 30), jp: null).ShouldBeNull();
        (programme.Jp, programme.Modules[1].Jp).ShouldBe((40, 30));
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
    public void A_verdict_falls_with_the_design_it_was_on_and_stays_with_the_same_one()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        programme.Review(Verdict.Distance, "Teori.", "admin", Now).ShouldBeNull();

        Design(programme, (1, DeliveryMode.Live));
        programme.Verdict.ShouldBe(Verdict.Distance);
        Design(programme, (1, DeliveryMode.FaceToFace));
        programme.Verdict.ShouldBeNull();
        Offer(programme).ShouldBe(new NotReviewed("P"));
    }

    [Fact]
    public void Other_modules_need_another_design()
    {
        var programme = Programme(4);
        Design(programme, (1, DeliveryMode.Live));
        programme.Review(Verdict.Distance, "Teori.", "admin", Now);

        programme.ReplaceModules(Drafts(5), jp: null).ShouldBeNull();

        (programme.Design, programme.Verdict, programme.Jp).ShouldBe((null, null, 5));
    }

    [Fact]
    public void What_needs_presence_is_not_taught_at_a_distance()
    {
        var practical = Programme(JpAuthority.Bpsdm, PracticeNeed.Practical, 4);
        Design(practical, (1, DeliveryMode.Live));
        practical.Review(Verdict.Distance, "x", "admin", Now).ShouldBe(new PracticalProgrammeAtADistance("P"));

        var present = Programme(4, 4);
        Design(present, (1, DeliveryMode.Live), (2, DeliveryMode.FaceToFace));
        present.Review(Verdict.Distance, "x", "admin", Now).ShouldBe(new FaceToFaceModuleAtADistance(2));
        present.Review(Verdict.Blended, "x", "admin", Now).ShouldBeNull();
    }

    private static BrokenRule? Design(Programme programme, params (int Number, DeliveryMode Mode)[] modes) =>
        programme.DesignDelivery([.. modes.Select(m => new ModuleMode(m.Number, m.Mode))], Rules, "admin", Now);

    private static BrokenRule? Offer(Programme programme) =>
        Offering.Schedule(
            Guid.CreateVersion7(), programme, 1,
            new(new DateOnly(2026, 4, 1), null, 30, "Daring", new(Now, Now.AddDays(9), null, false, 48), [], new(false, false), Completion.Default, []),
            new WorkingCalendar([]), "admin", Now)
            .Failed(out var broken, out _) ? broken : null;

    private static ModuleDraft[] Drafts(params int[] jp) => [.. jp.Select((j, i) => new ModuleDraft($"Modul {i + 1}", j, ModuleMethod.Theory))];

    private static Programme Programme(params int[] jp) => Programme(JpAuthority.Bpsdm, PracticeNeed.None, jp);

    private static Programme Programme(JpAuthority authority, PracticeNeed practice = PracticeNeed.None, params int[] jp) =>
        Catalogue.Domain.Programme.Create(Guid.CreateVersion7(), "P", "Program", Category.Technical, practice, 2, authority, Drafts(jp), "admin", Now);
}
