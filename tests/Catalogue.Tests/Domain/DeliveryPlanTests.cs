using Bpsdm.Catalogue.Domain;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bpsdm.Catalogue.Tests.Domain;

public class DeliveryPlanTests
{
    private static readonly DeliveryRules Rules = new(1, new DateOnly(2020, 1, 1), selfPaced: 3, live: 8, faceToFace: 8, "test");

    [Fact]
    public void Four_classroom_days_become_eleven_of_self_paced_learning() =>
        Days(DeliveryPlan.LayOut(Modules((9, DeliveryMode.SelfPaced), (12, DeliveryMode.SelfPaced), (11, DeliveryMode.SelfPaced)), Rules)).ShouldBe(11);

    [Fact]
    public void A_module_is_split_over_days_and_the_next_one_fills_up_the_last()
    {
        var portions = DeliveryPlan.LayOut(Modules((10, DeliveryMode.Live), (3, DeliveryMode.Live)), Rules);

        portions.Select(p => (p.Day, p.ModuleNumber, p.Jp)).ShouldBe([(1, 1, 8), (2, 1, 2), (2, 2, 3)]);
    }

    [Fact]
    public void Modes_follow_one_another_in_the_order_of_the_modules()
    {
        var portions = DeliveryPlan.LayOut(
            Modules((3, DeliveryMode.SelfPaced), (8, DeliveryMode.Live), (8, DeliveryMode.FaceToFace), (2, DeliveryMode.SelfPaced)), Rules);

        portions.Select(p => (p.Day, p.ModuleNumber, p.Mode)).ShouldBe(
        [
            (1, 1, DeliveryMode.SelfPaced), (2, 2, DeliveryMode.Live), (3, 3, DeliveryMode.FaceToFace), (4, 4, DeliveryMode.SelfPaced),
        ]);
    }

    [Property(Arbitrary = [typeof(Curricula)], MaxTest = 200)]
    public void Every_JP_is_taught_no_day_is_too_full_and_there_is_no_plan_of_fewer_days((Curriculum Curriculum, DeliveryRules Rules) given)
    {
        var (curriculum, rules) = given;
        var portions = DeliveryPlan.LayOut(curriculum.Modules, rules);

        foreach (var (module, mode) in curriculum.Modules)
        {
            var own = portions.Where(p => p.ModuleId == module.Id).ToArray();
            own.Sum(p => p.Jp).ShouldBe(module.Jp);
            own.ShouldAllBe(p => p.Jp > 0 && p.Mode == mode);
        }
        portions.Sum(p => p.Jp).ShouldBe(curriculum.Modules.Sum(m => m.Module.Jp));
        foreach (var day in portions.GroupBy(p => p.Day))
        {
            var mode = day.Select(p => p.Mode).Distinct().ShouldHaveSingleItem();
            day.Sum(p => p.Jp).ShouldBeLessThanOrEqualTo(rules.JpPerDay(mode));
        }
        // A later module may begin early on a shared day, but no module waits for a later one.
        var firsts = portions.GroupBy(p => p.Day).Select(d => d.First().ModuleNumber).ToArray();
        firsts.ShouldBe(firsts.Order());
        // No plan can do with less: a mode's JP need at least that many days of their own.
        var fewest = curriculum.Modules.GroupBy(m => m.Mode).Sum(g => (int)Math.Ceiling(g.Sum(m => m.Module.Jp) / (double)rules.JpPerDay(g.Key)));
        portions.Select(p => p.Day).Distinct().Order().ShouldBe(Enumerable.Range(1, fewest));
    }

    [Property(Arbitrary = [typeof(Curricula)], MaxTest = 100)]
    public void A_module_runs_through_the_days_of_its_mode_without_a_gap((Curriculum Curriculum, DeliveryRules Rules) given)
    {
        var (curriculum, rules) = given;
        foreach (var mode in DeliveryPlan.LayOut(curriculum.Modules, rules).GroupBy(p => p.Mode))
        {
            // Within a mode the modules keep their order, one begins where the one before ends, and only the last day is not full.
            mode.Select(p => p.ModuleNumber).ShouldBe(mode.Select(p => p.ModuleNumber).Order());
            var days = mode.Select(p => p.Day).Distinct().Order().ToArray();
            foreach (var portions in mode.GroupBy(p => p.ModuleId))
                portions.Select(p => Array.IndexOf(days, p.Day)).ShouldBe(Enumerable.Range(Array.IndexOf(days, portions.First().Day), portions.Count()));
            foreach (var day in days[..^1]) mode.Where(p => p.Day == day).Sum(p => p.Jp).ShouldBe(rules.JpPerDay(mode.Key));
        }
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(4, 3, 2)]
    [InlineData(32, 3, 11)]
    [InlineData(33, 3, 11)]
    [InlineData(34, 3, 12)]
    public void A_day_that_has_begun_counts_whole(int jp, int limit, int days) =>
        Days(DeliveryPlan.LayOut(Modules((jp, DeliveryMode.SelfPaced)), new DeliveryRules(2, new DateOnly(2021, 1, 1), limit, 8, 8, "any"))).ShouldBe(days);

    [Property(MaxTest = 100)]
    public void Working_days_leave_out_weekends_and_days_off_and_nothing_else(DateTime from, byte[] off)
    {
        var start = DateOnly.FromDateTime(from.Year > 9000 ? from.AddYears(-1000) : from);
        var daysOff = off.Select(o => start.AddDays(o % 60)).ToHashSet();
        var calendar = new WorkingCalendar(daysOff);

        var days = calendar.From(start).Take(40).ToArray();

        days.ShouldBe(days.Distinct().Order());
        var between = Enumerable.Range(0, days[^1].DayNumber - start.DayNumber + 1).Select(start.AddDays);
        foreach (var day in between)
            days.Contains(day).ShouldBe(!(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || daysOff.Contains(day)));
        days.Select(d => calendar.NumberOf(d, start)).ShouldBe(Enumerable.Range(1, 40).Select(n => (int?)n));
    }

    private static int Days(IReadOnlyList<Portion> portions) => portions.Max(p => p.Day);

    private static (Module, DeliveryMode)[] Modules(params (int Jp, DeliveryMode Mode)[] modules) =>
        [.. modules.Select((m, i) => (Module.Of(i + 1, new ModuleDraft($"Modul {i + 1}", m.Jp, ModuleMethod.Theory)), m.Mode))];

    public sealed record Curriculum(IReadOnlyList<(Module Module, DeliveryMode Mode)> Modules)
    {
        public override string ToString() => string.Join(", ", Modules.Select(m => $"{m.Module.Jp} JP {m.Mode}"));
    }

    public static class Curricula
    {
        public static Arbitrary<(Curriculum, DeliveryRules)> Any() => (
            from modules in Gen.Zip(Gen.Choose(1, 40), Gen.Elements(Enum.GetValues<DeliveryMode>())).NonEmptyListOf()
            from limits in Gen.Choose(1, 20).ArrayOf(3)
            select (new Curriculum(Modules([.. modules])), new DeliveryRules(2, new DateOnly(2021, 1, 1), limits[0], limits[1], limits[2], "any")))
            .ToArbitrary();
    }
}
