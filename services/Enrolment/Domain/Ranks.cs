using System.Collections.Frozen;

namespace Bpsdm.Enrolment.Domain;

/// <summary>Golongan by kind of employment: I/a to IV/e for a PNS (PP 11/2017), I to XVII for a PPPK (Perpres 98/2020).</summary>
public static class Ranks
{
    // Each scale from the lowest rank to the highest.
    private static readonly string[] PnsScale =
        [.. new[] { "I", "II", "III", "IV" }.SelectMany(group => (group is "IV" ? "abcde" : "abcd").Select(room => $"{group}/{room}"))];

    private static readonly string[] PppkScale =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"];

    private static readonly FrozenSet<string> Pns = PnsScale.ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Pppk = PppkScale.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Of(EmploymentKind kind) => kind switch
    {
        EmploymentKind.Pns => Pns,
        EmploymentKind.Pppk => Pppk,
    };

    public static bool Fits(string rank, EmploymentKind kind) => ((FrozenSet<string>)Of(kind)).Contains(rank);

    /// <summary>The ranks from one to another of the same scale, both included; none where they are not on one scale or the wrong way round.</summary>
    public static string[] Between(string from, string to)
    {
        foreach (var scale in (string[][])[PnsScale, PppkScale])
        {
            var (first, last) = (Array.IndexOf(scale, from), Array.IndexOf(scale, to));
            if (first >= 0 && last >= first) return scale[first..(last + 1)];
        }
        return [];
    }
}
