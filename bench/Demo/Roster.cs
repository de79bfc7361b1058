using System.Globalization;
using System.Text;

namespace Bpsdm.Demo;

internal enum StaffGroup
{
    General,
    EducationTeacher,
    CovidResponse,
}

internal sealed record RosterEmployee(
    int Index, string Nip, string Name, string BirthPlace, string AgencyCode, string Rank, string Position, StaffGroup Group)
{
    public bool Eligible => Group == StaffGroup.General;
}

/// <summary>
/// Employees that never lived: the n-th is the same in every run. Of the full 100,000 exactly 61,964 may take part in the
/// e-bimtek, as many as took part in that of 2020; the rest are teachers of Dinas Pendidikan or on COVID response.
/// </summary>
internal static class Roster
{
    public const int FullSize = 100_000;
    public const int FullEligible = 61_964;

    private static readonly string[] FirstNames =
    [
        "Ahmad", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gunawan", "Hendra", "Indah", "Joko", "Kartika", "Lestari", "Made",
        "Nur", "Oktavia", "Putri", "Rahmat", "Sri", "Taufik", "Umar", "Vina", "Wahyu", "Yanti", "Zainal", "Agus", "Bambang",
        "Dian", "Endang", "Fajar", "Hasan", "Irfan", "Kurnia", "Mulyadi", "Novita", "Ratna", "Siti", "Teguh", "Wati", "Yusuf", "Zulkifli",
    ];

    private static readonly string[] LastNames =
    [
        "Santoso", "Wijaya", "Saputra", "Hidayat", "Siregar", "Nasution", "Simanjuntak", "Harahap", "Pratama", "Kusuma", "Lubis",
        "Setiawan", "Susanto", "Wibowo", "Nugroho", "Permana", "Ramadhan", "Suryadi", "Utami", "Rahayu", "Handayani", "Maulana",
        "Firmansyah", "Gunarto", "Halim", "Iskandar", "Kurniawan", "Mahendra", "Pangestu", "Syahputra",
    ];

    private static readonly string[] Cities =
        ["Jakarta", "Bandung", "Bogor", "Surabaya", "Medan", "Padang", "Semarang", "Yogyakarta", "Makassar", "Denpasar"];

    private static readonly string[] PnsRanks = ["II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b"];
    private static readonly string[] PppkRanks = ["V", "VII", "IX", "X", "XI"];
    private static readonly string[] Positions = ["Pelaksana", "Pelaksana", "Pengawas", "Ahli Pertama", "Ahli Muda", "Terampil", "Mahir", "Administrator"];

    /// <summary>The shortest roster that has exactly this many eligible employees.</summary>
    public static IEnumerable<RosterEmployee> WithEligible(int eligible)
    {
        var seen = 0;
        for (var i = 0; i < FullSize && seen < eligible; i++)
        {
            var employee = Employee(i);
            if (employee.Eligible) seen++;
            yield return employee;
        }
    }

    private static RosterEmployee Employee(int i)
    {
        var group = GroupOf(i);
        var pppk = i % 10 == 9;
        return new RosterEmployee(
            i, NipOf(i, pppk), $"{FirstNames[i % FirstNames.Length]} {LastNames[i / FirstNames.Length % LastNames.Length]}",
            Cities[i / 7 % Cities.Length],
            group switch
            {
                StaffGroup.EducationTeacher => "OPD-24",
                StaffGroup.CovidResponse => i % 2 == 0 ? "OPD-15" : "OPD-05",
                StaffGroup.General => $"OPD-{(i % 42) + 1:00}",
            },
            pppk ? PppkRanks[i / 10 % PppkRanks.Length] : PnsRanks[i / 3 % PnsRanks.Length],
            group == StaffGroup.EducationTeacher ? "Guru Ahli Pertama" : Positions[i / 5 % Positions.Length],
            group);
    }

    private static StaffGroup GroupOf(int i)
    {
        // Spreads exactly 61,964 over 100,000 as evenly as whole numbers allow.
        if ((long)(i + 1) * FullEligible / FullSize > (long)i * FullEligible / FullSize) return StaffGroup.General;
        return i % 6 == 0 ? StaffGroup.CovidResponse : StaffGroup.EducationTeacher;
    }

    private static string NipOf(int i, bool pppk)
    {
        // 10,950 birth days and a serial that counts the rounds over them: no two are equal.
        const int Days = 10_950;
        var birth = new DateOnly(1965, 1, 1).AddDays(i % Days);
        var start = pppk
            ? $"{2019 + (i % 6)}21"
            : string.Create(CultureInfo.InvariantCulture, $"{birth.Year + 22 + (i % 4)}{1 + (i % 12):00}");
        return string.Create(CultureInfo.InvariantCulture, $"{birth:yyyyMMdd}{start}{1 + (i % 2)}{1 + (i / Days):000}");
    }

    public static string RegisterCsv(IEnumerable<RosterEmployee> employees)
    {
        var csv = new StringBuilder("nip,name,birth_place,agency_code,rank,position,staff_group\n");
        foreach (var e in employees)
        {
            var group = e.Group switch
            {
                StaffGroup.General => "",
                StaffGroup.EducationTeacher => "education-teacher",
                StaffGroup.CovidResponse => "covid-response",
            };
            csv.Append(CultureInfo.InvariantCulture, $"{e.Nip},{e.Name},{e.BirthPlace},{e.AgencyCode},{e.Rank},{e.Position},{group}\n");
        }
        return csv.ToString();
    }

    public static string NominationsCsv(IEnumerable<RosterEmployee> employees)
    {
        var csv = new StringBuilder("nip\n");
        foreach (var e in employees) csv.Append(e.Nip).Append('\n');
        return csv.ToString();
    }
}
