namespace Bpsdm.SessionDelivery.Domain;

public enum NoticeKind : short
{
    Joined = 1,
    Left = 2,

    /// <summary>The meeting is over, for everybody in it.</summary>
    Ended = 3,

    /// <summary>Went in by our address; what a classroom itself tells of says how long.</summary>
    Entered = 4,
}

/// <summary>A fact that a classroom told. It has no other id: the same fact told again is the same.</summary>
/// <param name="Connection">One stay of one device, as the classroom names it; empty where it is about nobody's.</param>
public sealed record ClassroomNotice(string Connection, NoticeKind Kind, DateTimeOffset At);

public sealed record Interval(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>
/// When somebody was in a classroom, as it follows from a set of notices: neither their order nor how often each was told makes a
/// difference. Each join reaches to the first thing that ended it: its own connection left, the meeting ended, or the session
/// did. A leave without a join says nothing of how long, so it counts for nothing. Two devices at once are one person.
/// </summary>
public sealed class Presence
{
    private readonly Session _session;

    private Presence(Session session, IReadOnlyList<Interval> intervals) => (_session, Intervals) = (session, intervals);

    /// <summary>In order, within the session, none touching the next.</summary>
    public IReadOnlyList<Interval> Intervals { get; }
    public TimeSpan Total => Intervals.Aggregate(TimeSpan.Zero, (sum, interval) => sum + interval.Length);
    public int Minutes => (int)Total.TotalMinutes;

    /// <summary>Absences between the first and the last minute of presence.</summary>
    public IEnumerable<Interval> Gaps => Intervals.Zip(Intervals.Skip(1), (before, after) => new Interval(before.To, after.From));

    /// <param name="notices">Those of the person, and those of the meeting's end.</param>
    /// <param name="session">At its present times: what was heard before it was moved lies outside of it.</param>
    /// <param name="now">Who has not left yet has been there until now.</param>
    public static Presence Of(IEnumerable<ClassroomNotice> notices, Session session, DateTimeOffset now)
    {
        var facts = notices.ToHashSet();
        var horizon = now < session.EndsAt ? now : session.EndsAt;
        var ends = Times(facts.Where(n => n.Kind is NoticeKind.Ended));
        var stays =
            from connection in facts.Where(n => n.Kind is NoticeKind.Joined or NoticeKind.Left).GroupBy(n => n.Connection, StringComparer.Ordinal)
            let leaves = Times(connection.Where(n => n.Kind is NoticeKind.Left))
            from joined in connection.Where(n => n.Kind is NoticeKind.Joined)
            let until = Earliest(FirstFrom(leaves, joined.At), FirstFrom(ends, joined.At), horizon)
            let stay = new Interval(joined.At < session.StartsAt ? session.StartsAt : joined.At, until)
            where stay.To > stay.From
            orderby stay.From
            select stay;
        return new(session, Merge(stays));
    }

    /// <summary>When so much of the session was reached; null where it was not.</summary>
    /// <param name="percent">1 to 100; 0 is never reached.</param>
    public DateTimeOffset? Reached(int percent)
    {
        if (percent == 0) return null;
        var missing = new TimeSpan((_session.EndsAt - _session.StartsAt).Ticks * percent / 100);
        foreach (var interval in Intervals)
        {
            if (interval.Length >= missing) return interval.From + missing;
            missing -= interval.Length;
        }
        return null;
    }

    private static List<Interval> Merge(IEnumerable<Interval> stays)
    {
        var merged = new List<Interval>();
        foreach (var stay in stays)
        {
            if (merged is not [.., var last] || stay.From > last.To) merged.Add(stay);
            else if (stay.To > last.To) merged[^1] = last with { To = stay.To };
        }
        return merged;
    }

    private static List<DateTimeOffset> Times(IEnumerable<ClassroomNotice> notices) => [.. notices.Select(n => n.At).Order()];

    private static DateTimeOffset? FirstFrom(List<DateTimeOffset> times, DateTimeOffset at)
    {
        var place = times.BinarySearch(at);
        if (place < 0) place = ~place;
        return place < times.Count ? times[place] : null;
    }

    private static DateTimeOffset Earliest(DateTimeOffset? left, DateTimeOffset? ended, DateTimeOffset horizon) =>
        new[] { left ?? horizon, ended ?? horizon, horizon }.Min();
}
