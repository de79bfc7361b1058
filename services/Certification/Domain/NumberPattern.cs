using System.Globalization;
using System.Text.RegularExpressions;

namespace Bpsdm.Certification.Domain;

/// <summary>How a certificate's number is written. BPSDM's own form is not known for sure, so it is part of the template.</summary>
public static partial class NumberPattern
{
    public const string Default = "{seq}/{kind}/BPSDM/{year}";
    private const string Seq = "{seq}", Kind = "{kind}", Year = "{year}";

    /// <summary>{seq} and {year} once each, {kind} where one likes, nothing else in braces, and no digit or other field next to {seq} or {year}.</summary>
    public static bool IsValid(string? pattern) =>
        pattern is not null
        && Placeholder().Matches(pattern).Select(m => m.Value).ToList() is var fields
        && fields.Count(f => f is Seq) == 1 && fields.Count(f => f is Year) == 1 && fields.All(f => f is Seq or Year or Kind)
        && !Adjacent().IsMatch(pattern);

    /// <summary>
    /// Whether certificates of two series might get the same number. Both patterns are read as texts between figures: where
    /// these differ, no two numbers are alike; where they do not, the sequence and the year must stand at the same places,
    /// and then numbers are alike only within one series, which gives each sequence once.
    /// </summary>
    public static bool Clash((CertificateKind Kind, string Pattern) one, (CertificateKind Kind, string Pattern) other)
    {
        var (a, b) = (WithKind(one), WithKind(other));
        return string.Equals(Figure().Replace(a, "#"), Figure().Replace(b, "#"), StringComparison.OrdinalIgnoreCase)
            && (one.Kind != other.Kind || !Places(a).SequenceEqual(Places(b), StringComparer.Ordinal));

        static string WithKind((CertificateKind Kind, string Pattern) p) => p.Pattern.Replace(Kind, p.Kind.Code(), StringComparison.Ordinal);
        static IEnumerable<string> Places(string pattern) => Figure().Matches(pattern).Select(m => m.Value is Seq or Year ? m.Value : "");
    }

    public static string Write(string pattern, long sequence, CertificateKind kind, int year) => pattern
        .Replace(Seq, sequence.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace(Kind, kind.Code().ToUpperInvariant(), StringComparison.Ordinal)
        .Replace(Year, year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}?|\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{(seq|year)\}[0-9{]|[0-9}]\{(seq|year)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Adjacent();

    [GeneratedRegex(@"\{seq\}|\{year\}|[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figure();
}
