using Bpsdm.SessionDelivery.Domain;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests.Learning;

/// <summary>What a client tells may come in any order, again, and in any batches: what stands afterwards is the same.</summary>
public sealed class ItemProgressTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly Module First = new(Guid.NewGuid(), 1, "Pengantar", 3, Module.SelfPacedMode), Second = new(Guid.NewGuid(), 2, "Pendalaman", 3, Module.SelfPacedMode);
    private static readonly ContentItem[] Items = [.. Enumerable.Range(0, 5).Select(n => new ContentItem(Guid.NewGuid(), ContentItem.Link, $"Butir {n}", "https://x", null, 1 + (7 * n)))];

    [Property(MaxTest = 500)]
    public void Order_repetition_and_batches_make_no_difference((byte Item, byte Percent, byte Minute, byte Position)[] told, int seed)
    {
        // The longest bars are told often, so that modules are finished and an outcome is decided in the middle.
        var facts = told.Select(t => new ItemFact(
            Guid.NewGuid(), t.Item % 6 < 5 ? Items[t.Item % 6].Id : Guid.Empty,
            new(Math.Min(100, (int)t.Percent), t.Minute == 0 ? null : new(Now.AddMinutes(t.Minute % 8), t.Position)))).ToList();
        var random = new Random(seed);

        var straight = Record();
        straight.Learn(facts, Now);

        var otherwise = Record();
        var again = facts.Concat(facts.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(again);
        for (var i = 0; i < again.Length;)
        {
            var size = random.Next(1, 5);
            otherwise.Learn([.. again.Skip(i).Take(size)], Now.AddMinutes(i));
            i += size;
        }

        otherwise.Items.OrderBy(i => i.Key).ShouldBe(straight.Items.OrderBy(i => i.Key));
        otherwise.Progress.OrderBy(p => p.Key).ShouldBe(straight.Progress.OrderBy(p => p.Key));
        (otherwise.Outcome?.Completed).ShouldBe(straight.Outcome?.Completed);
        // And now that all of it is known, none of it is new.
        otherwise.Learn(facts, Now).ShouldAllBe(a => !a.Accepted);
    }

    [Fact]
    public void A_module_is_finished_only_when_all_of_it_is()
    {
        var content = new ModuleContent { OfferingId = Guid.NewGuid(), ModuleId = First.Id, Items = [.. Items], SetAt = Now, SetBy = "x" };
        content.Percent(_ => 100).ShouldBe(100);
        content.Percent(id => id == Items[0].Id ? 99 : 100).ShouldBe(99);
        // 29 of 75 minutes.
        content.Percent(id => id == Items[4].Id ? 100 : 0).ShouldBe(38);
        content.Percent(_ => 0).ShouldBe(0);
    }

    [Fact]
    public void A_latest_bookmark_stands_and_of_one_moment_the_further_one()
    {
        ItemProgress[] told = [new(10, new(Now, 9)), new(80, null), new(20, new(Now.AddMinutes(1), 3)), new(30, new(Now.AddMinutes(1), 4))];
        told.Aggregate((a, b) => a.Join(b)).ShouldBe(new(80, new(Now.AddMinutes(1), 4)));
        told.Reverse().Aggregate((a, b) => a.Join(b)).ShouldBe(new(80, new(Now.AddMinutes(1), 4)));
    }

    /// <summary>Of somebody who has passed: all that is missing are the modules.</summary>
    private static ParticipantRecord Record()
    {
        var offering = OfferingOf([First, Second]);
        var record = new ParticipantRecord(Guid.NewGuid(), offering)
        {
            Path = new(LearningOrder.Free, [Content(offering.Id, First.Id, Items[..2]), Content(offering.Id, Second.Id, Items[2..])]),
        };
        record.Restore(new Attempt(1, 100, [], Now));
        return record;
    }

    private static ModuleContent Content(Guid offering, Guid module, ContentItem[] items) =>
        new() { OfferingId = offering, ModuleId = module, Items = [.. items], SetAt = Now, SetBy = "x" };

    private static Offering OfferingOf(List<Module> modules) => new()
    {
        Id = Guid.NewGuid(), ProgrammeCode = "EB-01", ProgrammeTitle = "x", Category = "technical", Angkatan = 1, Year = 2026, Jp = 6, DeliveryMode = "distance",
        Place = "Daring", StartDate = new(2026, 6, 1), EndDate = new(2026, 6, 3), Rule = new(0, true, 70, 2), Modules = modules, Sessions = [], ScheduledAt = Now,
    };
}
