using System.Text.RegularExpressions;

namespace Bpsdm.ServiceDefaults;

/// <summary>Why something failed, as operators read it: they watch the platform and need to know nobody's data for that.</summary>
public static partial class Reasons
{
    private const int MaxLength = 300;

    /// <summary>The first line of an error, with every run of eight or more digits masked: a NIP, a date of birth, a phone number.</summary>
    public static string Shown(string? error)
    {
        var line = (error ?? "").AsSpan().Trim();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end) line = line[..end];
        var masked = Digits().Replace(line.ToString(), "********");
        return masked.Length <= MaxLength ? masked : string.Concat(masked.AsSpan(0, MaxLength), "…");
    }

    [GeneratedRegex("[0-9]{8,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
