using System.Globalization;

namespace Bpsdm.Documents;

/// <summary>Numbers as Indonesians write them: 61.964 and 83,5. As <see cref="Wib"/>, without a culture of the machine.</summary>
public static class Figures
{
    private static readonly NumberFormatInfo Indonesian = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    public static string Count(long count) => count.ToString("#,0", Indonesian);

    /// <summary>With two decimals at most.</summary>
    public static string Number(decimal number) => number.ToString("#,0.##", Indonesian);

    /// <summary>With one decimal at most, and the sign; a dash where there is none.</summary>
    public static string Percent(decimal? percent) => percent is { } p ? $"{p.ToString("0.#", Indonesian)}%" : "–";
}
