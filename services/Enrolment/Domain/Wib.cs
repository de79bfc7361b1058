namespace Bpsdm.Enrolment.Domain;

/// <summary>Western Indonesian time: UTC+7 without summer time, so no time zone database is needed.</summary>
public static class Wib
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static int YearOf(DateTimeOffset time) => time.ToOffset(Offset).Year;

    public static DateOnly DateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).DateTime);
}
