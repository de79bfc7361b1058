using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>Looks in text for what must not be there: personal data and secrets, by their values and by their looks.</summary>
public sealed partial class Secrecy(IReadOnlyDictionary<string, string> values)
{
    private const int Shown = 60;

    /// <summary>Shorter ones stand somewhere in ids by chance: of them only whole words count.</summary>
    private const int Distinct = 8;
    private readonly SearchValues<string> _values = SearchValues.Create([.. values.Keys.Where(v => v.Length >= Distinct)], StringComparison.Ordinal);
    private readonly Regex _words = new($"(?<![0-9A-Za-z.])({string.Join('|', values.Keys.Where(v => v.Length < Distinct).Select(Regex.Escape).DefaultIfEmpty("(?!)"))})(?![0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>What is found, each with what is around it; at most <paramref name="most"/>.</summary>
    public IReadOnlyList<string> Search(string where, string text, int most = 20)
    {
        var found = new List<string>();
        for (var at = 0; found.Count < most && text.AsSpan(at).IndexOfAny(_values) is >= 0 and var next; at += next + 1)
        {
            var place = at + next;
            found.Add($"{where}: {KindAt(text, place)} in {Around(text, place)}");
        }
        foreach (var (kind, looks) in ((string, Regex)[])[("a code", _words), ("a NIP", Nip()), ("a token", Token()), ("a secret of webhooks", WebhookSecret())])
            found.AddRange(looks.Matches(text).Take(most).Select(m => $"{where}: {kind} in {Around(text, m.Index)}"));
        return found;
    }

    private string KindAt(string text, int place) =>
        values.First(v => string.CompareOrdinal(text, place, v.Key, 0, v.Key.Length) == 0).Value;

    private static string Around(string text, int place)
    {
        var (from, to) = (Math.Max(0, place - Shown), Math.Min(text.Length, place + Shown));
        return new StringBuilder().Append([.. text[from..to].Select(c => char.IsControl(c) ? ' ' : c)]).ToString();
    }

    /// <summary>18 digits: birth date, month of appointment (PPPK: year and 21), sex, serial.</summary>
    [GeneratedRegex(@"(?<![0-9])(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(19|20)[0-9]{2}(0[1-9]|1[0-2]|21)[12][0-9]{3}(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Nip();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{16,}\.|[Bb]earer [A-Za-z0-9._~+/-]{16,}|[Bb]asic [A-Za-z0-9+/=]{12,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"whsec_[A-Za-z0-9+/=]{8,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WebhookSecret();
}
