namespace Bpsdm.Catalogue.Domain;

/// <summary>Waktu Indonesia Barat, UTC+7 all year.</summary>
public static class Wib
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <returns>The instant in UTC.</returns>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new DateTimeOffset(date.ToDateTime(time), Offset).ToUniversalTime();

    /// <summary>Monday to Friday, from <paramref name="start"/> on, without end.</summary>
    public static IEnumerable<DateOnly> WorkingDays(DateOnly start)
    {
        for (var day = start; ; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) yield return day;
        }
    }
}
