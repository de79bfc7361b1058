using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Tests.Domain;

public class PostponementTests
{
    private static readonly DateTimeOffset Before = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Monday = new(2031, 3, 3);
    private static readonly DeliveryRules Rules = new(1, new DateOnly(2020, 1, 1), selfPaced: 3, live: 8, faceToFace: 8, "test");

    [Fact]
    public void A_holiday_that_is_decreed_later_is_left_out_by_the_move()
    {
        var offering = Offering(new WorkingCalendar([]));
        offering.Sessions.Select(s => s.Day).ShouldBe([1, 2, 3]);

        Move(offering, new DateOnly(2031, 3, 10), Before, new WorkingCalendar([new DateOnly(2031, 3, 11)])).ShouldBeNull();

        Dates(offering).ShouldBe([new(2031, 3, 10), new(2031, 3, 12), new(2031, 3, 13)]);
        offering.EndDate.ShouldBe(new DateOnly(2031, 3, 13));
        offering.Sessions.ShouldAllBe(s => Wib.TimeOf(s.StartsAt) == new TimeOnly(8, 0));
    }

    [Fact]
    public void One_that_has_begun_goes_on_later_and_what_was_held_stays()
    {
        var offering = Offering(new WorkingCalendar([]));
        var afterTheFirst = Wib.At(Monday, new TimeOnly(20, 0));

        Move(offering, new DateOnly(2031, 3, 20), afterTheFirst).ShouldBeNull();

        Dates(offering).ShouldBe([Monday, new(2031, 3, 20), new(2031, 3, 21)]);
        (offering.StartDate, offering.EndDate).ShouldBe((Monday, new DateOnly(2031, 3, 21)));
        Move(offering, new DateOnly(2031, 3, 24), afterTheFirst, sessions: [Given(1, new(2031, 3, 24))]).ShouldBe(new SessionWasHeld(1));
    }

    [Fact]
    public void A_session_can_be_given_a_time_of_its_own_also_on_a_day_off()
    {
        var offering = Offering(new WorkingCalendar([]));
        var saturday = new DateOnly(2031, 3, 15);

        Move(offering, new DateOnly(2031, 3, 10), Before, sessions: [Given(3, saturday)]).ShouldBeNull();

        Dates(offering).ShouldBe([new(2031, 3, 10), new(2031, 3, 11), saturday]);
        offering.Sessions.Select(s => s.Day).ShouldBe([1, 2, null]);
        offering.EndDate.ShouldBe(saturday);
        Move(offering, new DateOnly(2031, 3, 17), Before).ShouldBeNull();
        Dates(offering).ShouldBe([new(2031, 3, 17), new(2031, 3, 18), new(2031, 3, 22)]);
    }

    [Fact]
    public void Instructors_move_with_their_session_and_are_free_when_it_is_cancelled()
    {
        var offering = Offering(new WorkingCalendar([]));
        offering.AssignInstructors(1, [new("NS-1", "Dewi")], Before).ShouldBeNull();

        Move(offering, new DateOnly(2031, 3, 10), Before);

        var teaching = offering.Sessions[0].Instructors.ShouldHaveSingleItem();
        (teaching.StartsAt, teaching.EndsAt).ShouldBe((offering.Sessions[0].StartsAt, offering.Sessions[0].EndsAt));
        offering.Cancel(Guid.NewGuid(), "x", "admin", Before).Failed(out _, out _).ShouldBeFalse();
        teaching.Released.ShouldBeTrue();
        offering.AssignInstructors(1, [], Before).ShouldBe(new OfferingIsCancelled("x"));
    }

    private static SessionMove Given(int number, DateOnly date) => new(number, Wib.At(date, new(8, 0)), Wib.At(date, new(10, 0)));

    private static DateOnly[] Dates(Offering offering) => [.. offering.Sessions.Select(s => Wib.DateOf(s.StartsAt))];

    private static BrokenRule? Move(
        Offering offering, DateOnly start, DateTimeOffset now, WorkingCalendar? calendar = null, params SessionMove[] sessions) =>
        offering.Postpone(Guid.NewGuid(), new Move(start, null, sessions, null, null, null, "x"), calendar ?? new WorkingCalendar([]), "admin", now)
            .Failed(out var broken, out _) ? broken : null;

    /// <summary>Three days of eight live JP from <see cref="Monday"/> on.</summary>
    private static Offering Offering(WorkingCalendar calendar)
    {
        var programme = Programme.Create(
            Guid.CreateVersion7(), "P", "Program", Category.Technical, PracticeNeed.None, 3, JpAuthority.Bpsdm,
            [new("A", 8, ModuleMethod.Theory), new("B", 8, ModuleMethod.Theory), new("C", 8, ModuleMethod.Theory)], "admin", Before);
        programme.Publish(1, "admin", Before).ShouldBeNull();
        programme.DesignDelivery([new(1, DeliveryMode.Live), new(2, DeliveryMode.Live), new(3, DeliveryMode.Live)], Rules, "admin", Before).ShouldBeNull();
        ProgrammeTests.Decide(programme, Verdict.Distance, Verdict.Distance, Verdict.Distance).ShouldBeNull();
        var terms = new OfferingTerms(
            Monday, null, 30, "Daring", new(Before, Before.AddDays(9), null, false, 48), [], new(false, false), Completion.Default, []);
        Catalogue.Domain.Offering.Schedule(Guid.CreateVersion7(), programme, 1, terms, calendar, "admin", Before).Failed(out _, out var offering).ShouldBeFalse();
        return offering!;
    }
}
