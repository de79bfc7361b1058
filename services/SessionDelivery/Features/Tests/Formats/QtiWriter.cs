using System.Globalization;
using System.Xml.Linq;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>Writes an item as an <c>assessmentItem</c> of IMS QTI 2.1, so that <see cref="QtiReader"/> reads the same item again.</summary>
internal static class QtiWriter
{
    public static readonly XNamespace Qti = "http://www.imsglobal.org/xsd/imsqti_v2p1";
    private const string Templates = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/";
    private const string Response = "RESPONSE";

    public static XDocument Write(Item item) => new(
        new XDeclaration("1.0", "UTF-8", null),
        new XElement(
            Qti + "assessmentItem",
            new XAttribute("identifier", item.Code), new XAttribute("title", item.Code), new XAttribute("adaptive", "false"), new XAttribute("timeDependent", "false"),
            Declaration(item), Outcome("SCORE", "0"), Outcome("MAXSCORE", Number(item.Points)),
            new XElement(Qti + "itemBody", Rubric(item), Body(item)),
            Processing(item)));

    private static XElement Declaration(Item item) => item.Body switch
    {
        SingleChoice single => Declaration(
            "single", "identifier", single.Choices.Index().Where(c => c.Item.Credit == 100).Take(1).Select(c => Id(c.Index)),
            Mapping(item, single.Choices.Select((c, i) => (Id(i), c.Credit)))),
        MultipleChoice multiple => Declaration(
            "multiple", "identifier", multiple.Choices.Index().Where(c => c.Item.Credit > 0).Select(c => Id(c.Index)),
            Mapping(item, multiple.Choices.Select((c, i) => (Id(i), c.Credit)))),
        TrueFalse statement => Declaration("single", "identifier", [statement.Answer ? "true" : "false"]),
        Numeric numeric => Declaration("single", "float", [Number(numeric.Answers.First(a => a.Credit == 100).Value)]),
        Matching matching => Declaration("multiple", "directedPair", Pairs(matching), Mapping(
            item, Pairs(matching).Select(p => (p, Math.Round(100m / matching.Pairs.Count, 5))))),
        ShortText text => Declaration(
            "single", "string", [text.Accepted.First(a => a.Credit == 100).Text],
            Mapping(item, text.Accepted.Select(a => (a.Text, a.Credit)), new XAttribute("caseSensitive", "false"))),
        _ => Declaration("single", "string", []),
    };

    private static XElement Declaration(string cardinality, string baseType, IEnumerable<string> correct, XElement? mapping = null)
    {
        var values = correct.Select(c => new XElement(Qti + "value", c)).ToList();
        return new(
            Qti + "responseDeclaration", new XAttribute("identifier", Response), new XAttribute("cardinality", cardinality), new XAttribute("baseType", baseType),
            values.Count > 0 ? new XElement(Qti + "correctResponse", values) : null, mapping);
    }

    private static XElement Mapping(Item item, IEnumerable<(string Key, decimal Credit)> entries, params XAttribute[] more) => new(
        Qti + "mapping", new XAttribute("lowerBound", "0"), new XAttribute("upperBound", Number(item.Points)), new XAttribute("defaultValue", "0"),
        entries.Select(e => new XElement(
            Qti + "mapEntry", new XAttribute("mapKey", e.Key), new XAttribute("mappedValue", Number(e.Credit * item.Points / 100)), more)));

    private static XElement Outcome(string identifier, string value) => new(
        Qti + "outcomeDeclaration", new XAttribute("identifier", identifier), new XAttribute("cardinality", "single"), new XAttribute("baseType", "float"),
        new XElement(Qti + "defaultValue", new XElement(Qti + "value", value)));

    private static XElement? Rubric(Item item) => item.Explanation is not { } explanation ? null
        : new XElement(Qti + "rubricBlock", new XAttribute("view", "author scorer tutor"), new XElement(Qti + "p", Lines(explanation)));

    private static IEnumerable<XElement> Body(Item item) => item.Body switch
    {
        SingleChoice { Choices: var choices } => [Choices(item, 1, choices.Select((c, i) => (Id(i), c.Text)))],
        MultipleChoice { Choices: var choices } => [Choices(item, 0, choices.Select((c, i) => (Id(i), c.Text)))],
        TrueFalse => [Choices(item, 1, [("true", "Benar"), ("false", "Salah")])],
        Matching matching => [Match(item, matching)],
        Essay => [Interaction("extendedTextInteraction", new XElement(Qti + "prompt", Lines(item.Text)))],
        _ => [new(Qti + "p", Lines(item.Text)), new(Qti + "p", Interaction("textEntryInteraction"))],
    };

    private static XElement Choices(Item item, int most, IEnumerable<(string Id, string Text)> choices) => Interaction(
        "choiceInteraction", new XAttribute("shuffle", "true"), new XAttribute("maxChoices", most), new XElement(Qti + "prompt", Lines(item.Text)),
        choices.Select(c => new XElement(Qti + "simpleChoice", new XAttribute("identifier", c.Id), c.Text)));

    private static XElement Match(Item item, Matching matching) => Interaction(
        "matchInteraction", new XAttribute("shuffle", "true"), new XAttribute("maxAssociations", matching.Pairs.Count), new XElement(Qti + "prompt", Lines(item.Text)),
        new XElement(Qti + "simpleMatchSet", matching.Pairs.Select((p, i) => Side(Id(i), 1, p.Left))),
        new XElement(Qti + "simpleMatchSet", matching.Targets.Select((t, i) => Side(TargetId(i), 0, t))));

    private static XElement Side(string id, int most, string text) =>
        new(Qti + "simpleAssociableChoice", new XAttribute("identifier", id), new XAttribute("matchMax", most), text);

    private static XElement Interaction(string name, params object?[] content) => new(Qti + name, new XAttribute("responseIdentifier", Response), content);

    private static XElement? Processing(Item item) => item.Body switch
    {
        Essay => null,
        Numeric numeric => new XElement(Qti + "responseProcessing", new XElement(
            Qti + "responseCondition", numeric.Answers.OrderByDescending(a => a.Credit).Select((a, i) => Near(i == 0 ? "responseIf" : "responseElseIf", item, a)))),
        _ => new XElement(Qti + "responseProcessing", new XAttribute("template", Templates + (item.Body is TrueFalse ? "match_correct" : "map_response"))),
    };

    private static XElement Near(string branch, Item item, NumericAnswer answer) => new(
        Qti + branch,
        new XElement(
            Qti + "equal", new XAttribute("toleranceMode", "absolute"), new XAttribute("tolerance", $"{Number(answer.Tolerance)} {Number(answer.Tolerance)}"),
            new XElement(Qti + "variable", new XAttribute("identifier", Response)), Float(answer.Value)),
        new XElement(Qti + "setOutcomeValue", new XAttribute("identifier", "SCORE"), Float(answer.Credit * item.Points / 100)));

    private static XElement Float(decimal value) => new(Qti + "baseValue", new XAttribute("baseType", "float"), Number(value));

    private static IEnumerable<object> Lines(string text) => text.Split('\n').SelectMany(
        (line, i) => i == 0 ? (object[])[new XText(line)] : [new XElement(Qti + "br"), new XText(line)]);

    private static IEnumerable<string> Pairs(Matching matching)
    {
        var targets = matching.Targets.ToList();
        return matching.Pairs.Select((p, i) => $"{Id(i)} {TargetId(targets.IndexOf(p.Right))}");
    }

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"C{index + 1}");
    private static string TargetId(int index) => string.Create(CultureInfo.InvariantCulture, $"T{index + 1}");
    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
