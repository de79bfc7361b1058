using System.Globalization;
using System.Text.RegularExpressions;

namespace Bpsdm.Certification.Domain;

/// <summary>How a certificate's number is written. BPSDM's own form is not known for sure, so it is a setting.</summary>
public static partial class NumberPattern
{
    public const string Default = "{seq}/{kind}/BPSDM/{year}";

    /// <summary>Without one of these, certificates of two series would have the same number.</summary>
    private static readonly string[] Fields = ["{seq}", "{kind}", "{year}"];

    public static bool IsValid(string? pattern) =>
        pattern is not null
        && Fields.All(f => pattern.Contains(f, StringComparison.Ordinal))
        && Placeholder().Matches(pattern).All(m => Fields.Contains(m.Value, StringComparer.Ordinal));

    public static string Write(string pattern, long sequence, CertificateKind kind, int year) => pattern
        .Replace("{seq}", sequence.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{kind}", kind.Code().ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("{year}", year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}?|\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
