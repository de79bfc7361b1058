using Bpsdm.SessionDelivery.Domain;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests.Classrooms;

/// <summary>Presence follows from a set of notices, in whatever order they came and however often.</summary>
public sealed class PresenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly Session Session = new(Guid.NewGuid(), Guid.NewGuid(), 1, "Kelas", "live", Start, Start.AddMinutes(100));
    private static readonly DateTimeOffset After = Start.AddHours(3);

    [Fact]
    public void Stays_are_joined_gaps_are_counted_and_what_is_outside_the_session_is_not()
    {
        var presence = Of(Joined(-10), Left(20), Joined(30, "b"), Left(50, "b"), Joined(40, "c"), Left(60, "c"), Joined(90, "d"), Left(130, "d"));
        Minutes(presence).ShouldBe([(0, 20), (30, 60), (90, 100)]);
        presence.Gaps.Select(g => g.Length.TotalMinutes).ShouldBe([10, 30]);
        presence.Minutes.ShouldBe(60);
        // After 55 minutes of presence.
        presence.Reached(55).ShouldBe(Start.AddMinutes(95));
        presence.Reached(60).ShouldBe(Start.AddMinutes(100));
        presence.Reached(61).ShouldBeNull();
        presence.Reached(0).ShouldBeNull();
    }

    [Fact]
    public void Whose_leaving_was_not_told_was_there_until_the_meeting_or_the_session_ended()
    {
        Minutes(Of(Joined(10), Ended(70))).ShouldBe([(10, 70)]);
        Minutes(Of(Joined(10))).ShouldBe([(10, 100)]);
        // And so far, while it runs.
        Minutes(Presence.Of([Joined(10)], Session, Start.AddMinutes(30))).ShouldBe([(10, 30)]);
        // An end before they joined was another meeting's.
        Minutes(Of(Ended(5), Joined(10), Ended(70))).ShouldBe([(10, 70)]);
    }

    [Fact]
    public void A_leaving_without_a_coming_an_entry_and_one_device_of_two_change_nothing()
    {
        Of(Left(50), new("", NoticeKind.Entered, Start)).Intervals.ShouldBeEmpty();
        Minutes(Of(Joined(10), Joined(20, "telephone"), Left(30, "telephone"))).ShouldBe([(10, 100)]);
        Of(Joined(100), Joined(120), Left(150)).Intervals.ShouldBeEmpty();
    }

    /// <summary>Against a second way to the same: minute by minute, who is there.</summary>
    [Property(MaxTest = 500)]
    public Property Order_and_repetition_make_no_difference()
    {
        var notice =
            from connection in Gen.Elements("a", "b", "c")
            from kind in Gen.Frequency((4, Gen.Constant(NoticeKind.Joined)), (4, Gen.Constant(NoticeKind.Left)), (1, Gen.Constant(NoticeKind.Ended)), (1, Gen.Constant(NoticeKind.Entered)))
            from minute in Gen.Choose(-20, 120)
            select new ClassroomNotice(kind is NoticeKind.Ended ? "" : connection, kind, Start.AddMinutes(minute));
        var told = from notices in notice.ListOf() from seed in Gen.Choose(0, int.MaxValue) select (notices.ToArray(), seed);
        return Prop.ForAll(told.ToArbitrary(), one =>
        {
            var (notices, random) = (one.Item1, new Random(one.seed));
            var again = notices.Concat(notices.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(again);

            var straight = Presence.Of(notices, Session, After);
            Presence.Of(again, Session, After).Intervals.ShouldBe(straight.Intervals);
            straight.Total.TotalMinutes.ShouldBe(Enumerable.Range(0, 100).Count(minute => IsThere(notices, minute)));
        });
    }

    [Property(MaxTest = 300)]
    public void What_is_recorded_follows_from_the_last_judgement_alone(bool[] reached, int percent)
    {
        var share = Math.Abs(percent % 100) + 1;
        var record = Record();
        foreach (var enough in reached) record.TakePresence(Session.Id, enough ? Start.AddMinutes(share) : null, After);
        record.Attendance.ContainsKey(Session.Id).ShouldBe(reached.LastOrDefault());
        record.Changes.Absent.ShouldBeEmpty();
        record.Changes.Attendance.Count.ShouldBe(reached.LastOrDefault() ? 1 : 0);
    }

    [Fact]
    public void A_check_in_and_a_correction_stand_before_what_the_classroom_tells()
    {
        var checkedIn = Record();
        checkedIn.CheckIn(Session.Id, inWindow: true, Start);
        checkedIn.TakePresence(Session.Id, null, After).Value.ShouldBeFalse();
        checkedIn.TakePresence(Session.Id, Start.AddMinutes(75), After).Value.ShouldBeFalse();
        checkedIn.Attendance[Session.Id].ShouldBe(Start);

        var struckOff = Record();
        struckOff.TakePresence(Session.Id, Start.AddMinutes(75), After).Value.ShouldBeTrue();
        struckOff.Correct(new(Guid.NewGuid(), Session.Id, false, "Tidak menanggapi.", "pengajar", After));
        struckOff.TakePresence(Session.Id, Start.AddMinutes(70), After).Value.ShouldBeFalse();
        struckOff.Attendance.ShouldBeEmpty();
    }

    private static bool IsThere(ClassroomNotice[] notices, int minute) =>
        notices.Where(n => n.Kind is NoticeKind.Joined && n.At <= Start.AddMinutes(minute)).Any(joined => !notices.Any(n =>
            (n.Kind is NoticeKind.Ended || (n.Kind is NoticeKind.Left && n.Connection == joined.Connection)) && n.At >= joined.At && n.At <= Start.AddMinutes(minute)));

    private static ParticipantRecord Record() => new(Guid.NewGuid(), new Offering
    {
        Id = Guid.NewGuid(), ProgrammeCode = "EB-01", ProgrammeTitle = "x", Category = "technical", Angkatan = 1, Year = 2026, Jp = 6, DeliveryMode = "distance",
        Place = "Daring", StartDate = new(2026, 6, 1), EndDate = new(2026, 6, 3), Rule = new(100, true, 70, 2), Modules = [], Sessions = [Session], ScheduledAt = Start,
    });

    private static Presence Of(params ClassroomNotice[] notices) => Presence.Of(notices, Session, After);

    private static IEnumerable<(double, double)> Minutes(Presence presence) =>
        presence.Intervals.Select(i => ((i.From - Start).TotalMinutes, (i.To - Start).TotalMinutes));

    private static ClassroomNotice Joined(int minute, string connection = "a") => new(connection, NoticeKind.Joined, Start.AddMinutes(minute));
    private static ClassroomNotice Left(int minute, string connection = "a") => new(connection, NoticeKind.Left, Start.AddMinutes(minute));
    private static ClassroomNotice Ended(int minute) => new("", NoticeKind.Ended, Start.AddMinutes(minute));
}
