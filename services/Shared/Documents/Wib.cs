using System.Globalization;

namespace Bpsdm.Documents;

/// <summary>
/// Western Indonesian time and dates as Indonesians write them. WIB is UTC+7 without summer time, so neither a time zone
/// database nor a culture of the machine is needed, and a PDF has the same bytes on every machine.
/// </summary>
public static class Wib
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    private static readonly string[] Months =
        ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];

    public static int YearOf(DateTimeOffset time) => time.ToOffset(Offset).Year;

    public static DateOnly DateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).DateTime);

    /// <summary>For example <c>1 Juni 2020</c>.</summary>
    public static string Date(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Day} {Months[date.Month - 1]} {date.Year}");

    /// <summary>For example <c>Jakarta, 1 Juni 1990</c>.</summary>
    public static string Born(string? place, DateOnly date) => string.IsNullOrEmpty(place) ? Date(date) : $"{place}, {Date(date)}";

    /// <summary>For example <c>28 Mei s.d. 1 Juni 2020</c>: what both days share is said once.</summary>
    public static string Dates(DateOnly start, DateOnly end)
    {
        if (start == end) return Date(end);
        var first = start.Year != end.Year ? Date(start)
            : start.Month != end.Month ? $"{start.Day} {Months[start.Month - 1]}"
            : start.Day.ToString(CultureInfo.InvariantCulture);
        return $"{first} s.d. {Date(end)}";
    }

    /// <summary>For example <c>1 Juni 2020 pukul 14.05 WIB</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Date(DateOf(time))} pukul {time.ToOffset(Offset):HH'.'mm} WIB");
}
