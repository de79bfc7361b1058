namespace Bpsdm.Catalogue.Domain;

/// <summary>Golongan, from the lowest up: I/a to IV/e for a PNS (PP 11/2017), I to XVII for a PPPK (Perpres 98/2020).</summary>
public static class Ranks
{
    private static readonly string[][] Scales =
    [
        [.. new[] { "I", "II", "III", "IV" }.SelectMany(group => (group is "IV" ? "abcde" : "abcd").Select(room => $"{group}/{room}"))],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"],
    ];

    public static bool Exists(string rank) => Scales.Any(scale => scale.Contains(rank, StringComparer.Ordinal));

    /// <summary>Whether both are ranks of one scale, and <paramref name="to"/> is not below <paramref name="from"/>.</summary>
    public static bool AreRange(string from, string to) => Scales.Any(scale =>
        Array.IndexOf(scale, from) is >= 0 and var first && Array.IndexOf(scale, to) >= first);
}
