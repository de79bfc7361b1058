using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bpsdm.Enrolment.Domain;

/// <summary>How a civil servant is employed; the NIP tells it.</summary>
public enum EmploymentKind
{
    /// <summary>Pegawai Negeri Sipil.</summary>
    Pns,

    /// <summary>Pegawai Pemerintah dengan Perjanjian Kerja.</summary>
    Pppk,
}

/// <summary>
/// Nomor Induk Pegawai, 18 digits: birth YYYYMMDD, start YYYYMM, sex 1 or 2, serial 001 to 999 (BKN 22/2007).
/// A PPPK has 21 in place of the start month.
/// </summary>
public readonly record struct Nip
{
    public const int Length = 18;

    private Nip(string value, DateOnly birthDate, EmploymentKind kind) => (Value, BirthDate, Kind) = (value, birthDate, kind);

    public string Value { get; }
    public DateOnly BirthDate { get; }
    public EmploymentKind Kind { get; }

    public override string ToString() => Value;

    public static bool TryParse([NotNullWhen(true)] string? text, out Nip nip)
    {
        nip = default;
        if (text is not { Length: Length } || text.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        if (!DateOnly.TryParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)) return false;

        int startYear = Number(text, 8, 4), startMonth = Number(text, 12, 2), sex = Number(text, 14, 1), serial = Number(text, 15, 3);
        EmploymentKind? kind = startMonth switch
        {
            >= 1 and <= 12 => EmploymentKind.Pns,
            21 => EmploymentKind.Pppk,
            _ => null,
        };
        // Nobody is employed in the year of their birth: it would be two fields swapped or mistyped.
        if (kind is null || birth.Year < 1900 || startYear <= birth.Year || startYear > 2100 || sex is not (1 or 2) || serial == 0) return false;

        nip = new Nip(text, birth, kind.Value);
        return true;
    }

    private static int Number(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
}
