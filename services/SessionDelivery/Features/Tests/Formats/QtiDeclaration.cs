using System.Globalization;
using System.Xml.Linq;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>What a QTI item says is right: the declaration of its response, and the processing where that holds a tolerance.</summary>
internal sealed class QtiDeclaration
{
    private readonly XElement _root;
    private readonly decimal _full;

    public QtiDeclaration(XElement root, XElement interaction)
    {
        _root = root;
        var response = (string?)interaction.Attribute("responseIdentifier");
        var declaration = root.Children("responseDeclaration").FirstOrDefault(d => string.Equals((string?)d.Attribute("identifier"), response, StringComparison.Ordinal))
            ?? throw new ItemFormatException($"responseDeclaration '{response}' tidak ada.");
        Cardinality = (string?)declaration.Attribute("cardinality") ?? "single";
        BaseType = (string?)declaration.Attribute("baseType");
        Correct = [.. (declaration.Child("correctResponse")?.Children("value") ?? []).Select(v => v.Value.Trim())];

        var entries = (declaration.Child("mapping")?.Children("mapEntry") ?? []).ToList();
        foreach (var entry in entries)
        {
            var key = (string?)entry.Attribute("mapKey") ?? throw new ItemFormatException("mapEntry tidak mempunyai mapKey.");
            if (!Mapped.TryAdd(key, Number((string?)entry.Attribute("mappedValue")))) throw new ItemFormatException($"mapKey '{key}' disebut lebih dari sekali.");
        }
        CaseSensitive = entries.Exists(e => (string?)e.Attribute("caseSensitive") is "true" or "1");
        MaxScore = root.Children("outcomeDeclaration").FirstOrDefault(o => (string?)o.Attribute("identifier") is "MAXSCORE")
            ?.Descendants().FirstOrDefault(e => e.Name.LocalName is "value") is { } most ? Number(most.Value) : null;
        _full = MaxScore ?? (Cardinality is "multiple" ? Mapped.Values.Where(v => v > 0).Sum() : Mapped.Values.DefaultIfEmpty().Max());
    }

    public string Cardinality { get; }
    public string? BaseType { get; }
    public IReadOnlyList<string> Correct { get; }
    public OrderedDictionary<string, decimal> Mapped { get; } = new(StringComparer.Ordinal);
    public bool CaseSensitive { get; }
    public decimal? MaxScore { get; }

    /// <summary>Percent that a choice is worth: by the mapping, or whether it is the right one.</summary>
    public decimal Credit(string key) =>
        Mapped.Count == 0 ? Correct.Contains(key, StringComparer.Ordinal) ? 100 : 0
        : _full <= 0 ? throw new ItemFormatException("Pemetaan nilai tidak memuat nilai positif.")
        : Mapped.GetValueOrDefault(key) * 100 / _full;

    /// <summary>Numbers with a tolerance, which QTI puts into the processing.</summary>
    public IEnumerable<NumericAnswer> Near()
    {
        foreach (var equal in _root.Child("responseProcessing")?.Descendants().Where(e => e.Name.LocalName is "equal") ?? [])
        {
            var mode = (string?)equal.Attribute("toleranceMode") ?? "exact";
            if (mode is not ("exact" or "absolute")) throw new ItemFormatException($"toleranceMode '{mode}' belum didukung.");
            var tolerances = ((string?)equal.Attribute("tolerance") ?? "0").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number).ToList();
            if (tolerances.Distinct().Count() > 1) throw new ItemFormatException("Toleransi bawah dan atas harus sama.");
            var value = equal.Child("baseValue") is { } given ? Number(given.Value)
                : equal.Child("correct") is not null && Correct is [var correct] ? Number(correct)
                : throw new ItemFormatException("Perbandingan angka tanpa nilai pembanding.");
            var score = equal.Parent?.Child("setOutcomeValue")?.Child("baseValue") is { } set ? Number(set.Value) * 100 / (MaxScore ?? 1) : 100;
            yield return new(value, mode is "exact" || tolerances.Count == 0 ? 0 : tolerances[0], score);
        }
    }

    public static decimal Number(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= ItemRules.MaxNumber
            ? value
            : throw new ItemFormatException($"'{text}' bukan angka yang dapat dibaca.");
}

/// <summary>By local names: files of QTI 2.1 come with several namespaces, and without.</summary>
internal static class QtiXml
{
    public static XElement? Child(this XElement element, string name) => element.Children(name).FirstOrDefault();
    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(e => string.Equals(e.Name.LocalName, name, StringComparison.Ordinal));

    public static string Identifier(this XElement element) =>
        (string?)element.Attribute("identifier") ?? throw new ItemFormatException($"'{element.Name.LocalName}' tidak mempunyai identifier.");
}
