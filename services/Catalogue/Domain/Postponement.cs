namespace Bpsdm.Catalogue.Domain;

/// <summary>Where a move puts an offering, before anything of it changes.</summary>
internal sealed record Postponement(
    DateOnly StartDate, DateOnly EndDate, IReadOnlyList<(Session Session, DateTimeOffset StartsAt, DateTimeOffset EndsAt)> Sessions)
{
    public bool MovesNothing(Offering offering) =>
        StartDate == offering.StartDate && EndDate == offering.EndDate
        && Sessions.All(s => s.Session.StartsAt == s.StartsAt && s.Session.EndsAt == s.EndsAt);

    public static Outcome<Postponement> Of(Offering offering, Move move, WorkingCalendar calendar, DateTimeOffset now)
    {
        var held = offering.Sessions.Where(s => s.StartsAt <= now).ToArray();
        var coming = offering.Sessions.Except(held).OrderBy(s => s.StartsAt).ToArray();
        // One that has begun goes on where it was interrupted, at the new date; what was held stays as it was.
        var begun = held.Length > 0;
        var origin = begun && coming.Length > 0 ? Wib.DateOf(coming[0].StartsAt) : offering.StartDate;
        var originDay = begun ? coming.FirstOrDefault(s => s.Day is not null)?.Day ?? 1 : 1;
        var days = calendar.From(move.StartDate).Take(Math.Max(1, offering.Days - originDay + 1)).ToArray();

        var moved = coming.ToDictionary(s => s.Number, s =>
        {
            var date = s.Day is { } day ? days[day - originDay] : Wib.DateOf(s.StartsAt).AddDays(move.StartDate.DayNumber - origin.DayNumber);
            var startsAt = Wib.At(date, Wib.TimeOf(s.StartsAt));
            return (Session: s, StartsAt: startsAt, EndsAt: startsAt + (s.EndsAt - s.StartsAt));
        });
        foreach (var given in move.Sessions)
        {
            if (!moved.TryGetValue(given.Number, out var session))
                return held.Any(s => s.Number == given.Number) ? new SessionWasHeld(given.Number) : new NoSuchSession(given.Number);
            if (given.EndsAt <= given.StartsAt || given.StartsAt <= now) return new SessionTimesWrong(given.Number);
            moved[given.Number] = (session.Session, given.StartsAt.ToUniversalTime(), given.EndsAt.ToUniversalTime());
        }

        var last = moved.Values.Select(s => Wib.DateOf(s.EndsAt)).Append(DateOnly.MinValue).Max();
        var startDate = begun ? offering.StartDate : move.StartDate;
        var endDate = move.EndDate ?? (last > days[^1] ? last : days[^1]);
        var outside = moved.Values.FirstOrDefault(s => Wib.DateOf(s.StartsAt) < move.StartDate || Wib.DateOf(s.EndsAt) > endDate);
        if (outside.Session is not null) return new MovedSessionOutsideDates(outside.Session.Number, move.StartDate, endDate);
        if (endDate < move.StartDate) return new EndsBeforeItsDays(endDate, move.StartDate);
        return new Postponement(startDate, endDate, [.. moved.Values]);
    }
}
