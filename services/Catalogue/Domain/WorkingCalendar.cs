namespace Bpsdm.Catalogue.Domain;

/// <summary>Monday to Friday, without the days off.</summary>
public sealed class WorkingCalendar(IEnumerable<DateOnly> daysOff)
{
    private readonly HashSet<DateOnly> _daysOff = [.. daysOff];

    public bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_daysOff.Contains(day);

    /// <summary>Working days from <paramref name="start"/> on, without end.</summary>
    public IEnumerable<DateOnly> From(DateOnly start)
    {
        for (var day = start; ; day = day.AddDays(1))
            if (IsWorkingDay(day)) yield return day;
    }

    /// <summary>Working days from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    public int Count(DateOnly start, DateOnly end) => start > end ? 0 : From(start).TakeWhile(day => day <= end).Count();

    /// <summary>Which working day from <paramref name="start"/> on: 1, 2, …; null where it is a day off.</summary>
    public int? NumberOf(DateOnly day, DateOnly start) => IsWorkingDay(day) ? Count(start, day) : null;
}
