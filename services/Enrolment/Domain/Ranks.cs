using System.Collections.Frozen;

namespace Bpsdm.Enrolment.Domain;

/// <summary>Golongan by kind of employment: I/a to IV/e for a PNS (PP 11/2017), I to XVII for a PPPK (Perpres 98/2020).</summary>
public static class Ranks
{
    private static readonly FrozenSet<string> Pns = new[] { "I", "II", "III", "IV" }
        .SelectMany(group => (group is "IV" ? "abcde" : "abcd").Select(room => $"{group}/{room}"))
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Pppk =
        FrozenSet.Create(StringComparer.Ordinal, "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII");

    public static IReadOnlyCollection<string> Of(EmploymentKind kind) => kind switch
    {
        EmploymentKind.Pns => Pns,
        EmploymentKind.Pppk => Pppk,
    };

    public static bool Fits(string rank, EmploymentKind kind) => ((FrozenSet<string>)Of(kind)).Contains(rank);
}
