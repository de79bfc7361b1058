using System.Globalization;
using System.Text;

namespace Bpsdm.Enrolment.Tests;

/// <summary>Employees that never lived, the same in every run. Each test takes numbers of its own, from <see cref="Take"/>.</summary>
internal static class Roster
{
    private static int _next;

    public static RosterEmployee[] Take(int count, string agency = "OPD-01", string group = "")
    {
        var first = Interlocked.Add(ref _next, count) - count;
        return [.. Enumerable.Range(first, count).Select(i => Employee(i, agency, group))];
    }

    public static string RegisterCsv(IEnumerable<RosterEmployee> employees) =>
        Csv("nip,name,birth_place,agency_code,rank,position,staff_group", employees.Select(e => e.ToString()));

    public static string NominationsCsv(IEnumerable<RosterEmployee> employees) => Csv("nip", employees.Select(e => e.Nip));

    public static string Csv(string header, IEnumerable<string> lines)
    {
        var csv = new StringBuilder(header).Append('\n');
        foreach (var line in lines) csv.Append(line).Append('\n');
        return csv.ToString();
    }

    // Every tenth is a PPPK. The number goes into day of birth and serial, so that no two share a NIP.
    private static RosterEmployee Employee(int i, string agency, string group)
    {
        var birth = new DateOnly(1965, 1, 1).AddDays(i / 900 % 12_000);
        var start = i % 10 == 9 ? "202121" : "200003";
        var nip = string.Create(CultureInfo.InvariantCulture, $"{birth:yyyyMMdd}{start}{1 + (i % 2)}{1 + (i % 900):000}");
        return new RosterEmployee(nip, $"Pegawai {i}", "Jakarta", agency, i % 10 == 9 ? "IX" : "III/a", "Pelaksana", group);
    }
}

public sealed record RosterEmployee(string Nip, string Name, string BirthPlace, string AgencyCode, string Rank, string Position, string StaffGroup)
{
    public override string ToString() => $"{Nip},{Name},{BirthPlace},{AgencyCode},{Rank},{Position},{StaffGroup}";
}
