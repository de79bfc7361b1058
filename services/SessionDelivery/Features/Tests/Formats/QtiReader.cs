using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>Reads an <c>assessmentItem</c> of IMS QTI 2.1 that has one interaction. No DTD, no entity, nothing fetched.</summary>
internal static class QtiReader
{
    public static ReadItem Read(string? file, Stream xml)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(xml, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 2_000_000, IgnoreComments = true, IgnoreProcessingInstructions = true,
            });
            root = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            return ReadItem.Failed(file, e.LineNumber, null, $"XML tidak dapat dibaca: {e.Message}");
        }

        var line = ((IXmlLineInfo)root).LineNumber;
        var identifier = (string?)root.Attribute("identifier");
        try
        {
            if (root.Name.LocalName is not "assessmentItem") throw new ItemFormatException($"Unsur akar '{root.Name.LocalName}' bukan assessmentItem.");
            if (string.IsNullOrWhiteSpace(identifier)) throw new ItemFormatException("assessmentItem tidak mempunyai identifier.");
            var warnings = new List<string>();
            return ReadItem.Of(file, line, identifier, ItemOf(root, identifier, warnings), warnings);
        }
        catch (ItemFormatException e)
        {
            return ReadItem.Failed(file, line, identifier, e.Message);
        }
    }

    private static Item ItemOf(XElement root, string identifier, List<string> warnings)
    {
        var body = root.Child("itemBody") ?? throw new ItemFormatException("assessmentItem tidak mempunyai itemBody.");
        if (body.Descendants().FirstOrDefault(e => e.Name.LocalName is "img" or "object" or "math" or "video" or "audio") is { } media)
            throw new ItemFormatException($"Soal memuat '{media.Name.LocalName}', yang belum dapat disimpan.");
        var interaction = body.Descendants().Where(e => e.Name.LocalName.EndsWith("Interaction", StringComparison.Ordinal)).ToList() switch
        {
            [var only] => only,
            [] => throw new ItemFormatException("itemBody tidak memuat interaksi."),
            _ => throw new ItemFormatException("itemBody memuat lebih dari satu interaksi; satu soal satu interaksi."),
        };
        if (root.Child("templateDeclaration") is not null) throw new ItemFormatException("Soal bertemplat (templateDeclaration) belum didukung.");

        var declaration = new QtiDeclaration(root, interaction);
        var points = declaration.MaxScore is { } most && most == decimal.Truncate(most) && most is >= 1 and <= 100 ? (int)most : 1;
        var rubric = PlainText.Lines(string.Join('\n', body.Descendants().Where(e => e.Name.LocalName is "rubricBlock").Select(e => QtiText.Of(e))));
        return new Item(PlainText.Line(identifier), PlainText.Lines(QtiText.Of(body)), points, rubric.Length > 0 ? rubric : null, BodyOf(interaction, declaration, warnings));
    }

    private static ItemBody BodyOf(XElement interaction, QtiDeclaration declaration, List<string> warnings) => interaction.Name.LocalName switch
    {
        "choiceInteraction" => Choices(interaction, declaration),
        "matchInteraction" => Match(interaction, declaration),
        "textEntryInteraction" when declaration.BaseType is "float" or "integer" => Number(declaration),
        "textEntryInteraction" => Text(declaration, warnings),
        "extendedTextInteraction" => new Essay(),
        var other => throw new ItemFormatException($"Interaksi '{other}' belum didukung."),
    };

    private static ItemBody Choices(XElement interaction, QtiDeclaration declaration)
    {
        var choices = interaction.Children("simpleChoice").Select(c => (Id: c.Identifier(), Text: PlainText.Line(QtiText.Of(c)))).ToList();
        if (declaration.Correct.Concat(declaration.Mapped.Keys).FirstOrDefault(k => choices.TrueForAll(c => !string.Equals(c.Id, k, StringComparison.Ordinal))) is { } unknown)
            throw new ItemFormatException($"Jawaban '{unknown}' tidak ada di antara pilihan.");
        if (declaration.Cardinality is "single")
        {
            if (choices.Select(c => c.Id).Order(StringComparer.Ordinal).SequenceEqual(["false", "true"], StringComparer.Ordinal) && declaration.Correct is [var answer])
                return new TrueFalse(answer is "true");
            return new SingleChoice([.. choices.Select(c => new Choice(c.Text, declaration.Credit(c.Id)))]);
        }
        return declaration.Mapped.Count == 0
            ? MultipleChoice.Of([.. choices.Select(c => (c.Text, declaration.Correct.Contains(c.Id, StringComparer.Ordinal)))])
            : new MultipleChoice([.. choices.Select(c => new Choice(c.Text, declaration.Credit(c.Id)))]);
    }

    private static Matching Match(XElement interaction, QtiDeclaration declaration)
    {
        if (interaction.Children("simpleMatchSet").ToList() is not [var sources, var targets]) throw new ItemFormatException("matchInteraction harus memuat dua simpleMatchSet.");
        var right = targets.Children("simpleAssociableChoice").ToDictionary(t => t.Identifier(), t => PlainText.Line(QtiText.Of(t)), StringComparer.Ordinal);
        var pairs = (declaration.Correct.Count > 0 ? declaration.Correct : declaration.Mapped.Where(m => m.Value > 0).Select(m => m.Key))
            .Select(p => p.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLookup(p => p[0], p => p.Length == 2 ? p[1] : "", StringComparer.Ordinal);
        var matched = sources.Children("simpleAssociableChoice").Select(s => pairs[s.Identifier()].ToList() is [var only] && right.TryGetValue(only, out var text)
            ? (Target: only, Pair: new Pair(PlainText.Line(QtiText.Of(s)), text))
            : throw new ItemFormatException($"Sisi kiri '{s.Identifier()}' harus mempunyai tepat satu pasangan.")).ToList();
        var used = matched.Select(m => m.Target).ToHashSet(StringComparer.Ordinal);
        return new([.. matched.Select(m => m.Pair)], [.. right.Where(t => !used.Contains(t.Key)).Select(t => t.Value)]);
    }

    private static Numeric Number(QtiDeclaration declaration)
    {
        var answers = declaration.Near().ToList();
        return new(answers.Count > 0 ? answers
            : [.. declaration.Correct.Select(c => new NumericAnswer(QtiDeclaration.Number(c), 0, 100))]);
    }

    private static ShortText Text(QtiDeclaration declaration, List<string> warnings)
    {
        if (declaration.CaseSensitive) warnings.Add("Huruf besar dan kecil tidak dibedakan pada isian singkat.");
        return new(declaration.Mapped.Count > 0
            ? [.. declaration.Mapped.Where(m => m.Value > 0).Select(m => new AcceptedText(PlainText.Line(m.Key), declaration.Credit(m.Key)))]
            : [.. declaration.Correct.Select(c => new AcceptedText(PlainText.Line(c), 100))]);
    }
}
