using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>An item as its authors write and read it, with what is right: each kind has its own field.</summary>
/// <param name="Kind">single-choice, multiple-choice, true-false, numeric, matching, short-text or essay.</param>
/// <param name="Choices">Of single-choice and multiple-choice.</param>
/// <param name="Answer">Of true-false.</param>
/// <param name="Numbers">Of numeric.</param>
/// <param name="Pairs">Of matching, with its distractors.</param>
/// <param name="Accepted">Of short-text.</param>
public sealed record ItemDocument(
    string? Kind, string? Text, int? Points, string? Explanation,
    IReadOnlyList<ChoiceDocument?>? Choices = null, bool? Answer = null, IReadOnlyList<NumberDocument?>? Numbers = null,
    IReadOnlyList<PairDocument?>? Pairs = null, IReadOnlyList<string?>? Distractors = null, IReadOnlyList<AcceptedDocument?>? Accepted = null)
{
    public static ItemDocument Of(Item item)
    {
        var common = new ItemDocument(item.Body.Kind, item.Text, item.Points, item.Explanation);
        return item.Body switch
        {
            SingleChoice single => common with { Choices = [.. single.Choices.Select(ChoiceDocument.Of)] },
            MultipleChoice multiple => common with { Choices = [.. multiple.Choices.Select(ChoiceDocument.Of)] },
            TrueFalse statement => common with { Answer = statement.Answer },
            Numeric numeric => common with { Numbers = [.. numeric.Answers.Select(a => new NumberDocument(a.Value, a.Tolerance, a.Credit))] },
            Matching matching => common with { Pairs = [.. matching.Pairs.Select(p => new PairDocument(p.Left, p.Right))], Distractors = matching.Distractors },
            ShortText text => common with { Accepted = [.. text.Accepted.Select(a => new AcceptedDocument(a.Text, a.Credit))] },
            _ => common,
        };
    }

    /// <summary>The item, or what is wrong with the document.</summary>
    public (Item? Item, IReadOnlyList<Broken> Broken) Read(string code)
    {
        List<Broken> broken = [.. Misplaced()];
        if (Text is null) broken.Add(new("text", "Teks soal wajib diisi."));
        if (Body(broken) is not { } body || broken.Count > 0) return (null, broken);
        var item = new Item(
            PlainText.Line(code), PlainText.Lines(Text!), Points ?? 1, string.IsNullOrWhiteSpace(Explanation) ? null : PlainText.Lines(Explanation), body);
        broken.AddRange(ItemRules.Check(item));
        return broken.Count > 0 ? (null, broken) : (item, []);
    }

    private ItemBody? Body(List<Broken> broken)
    {
        switch (Kind)
        {
            case SingleChoice.Name:
                return Given("choices", Choices, broken) is { } one ? new SingleChoice([.. one.Select(c => c.Read())]) : null;
            case MultipleChoice.Name:
                return Given("choices", Choices, broken) is not { } any ? null
                    : any.All(c => c.Credit is null) ? MultipleChoice.Of([.. any.Select(c => (PlainText.Line(c.Text ?? ""), c.Correct is true))])
                    : new MultipleChoice([.. any.Select(c => c.Read())]);
            case TrueFalse.Name when Answer is { } answer:
                return new TrueFalse(answer);
            case TrueFalse.Name:
                broken.Add(new("answer", "Jawaban benar atau salah wajib diisi."));
                return null;
            case Numeric.Name:
                return Given("numbers", Numbers, broken) is { } numbers ? new Numeric([.. numbers.Select(n => n.Read())]) : null;
            case Matching.Name:
                return Given("pairs", Pairs, broken) is { } pairs
                    ? new Matching([.. pairs.Select(p => new Pair(PlainText.Line(p.Left ?? ""), PlainText.Line(p.Right ?? "")))], [.. (Distractors ?? []).Select(d => PlainText.Line(d ?? ""))])
                    : null;
            case ShortText.Name:
                return Given("accepted", Accepted, broken) is { } accepted
                    ? new ShortText([.. accepted.Select(a => new AcceptedText(PlainText.Line(a.Text ?? ""), a.Credit ?? 100))]) : null;
            case Essay.Name:
                return new Essay();
            default:
                broken.Add(new("kind", "Jenis soal harus salah satu dari single-choice, multiple-choice, true-false, numeric, matching, short-text, essay."));
                return null;
        }
    }

    private static List<T>? Given<T>(string field, IReadOnlyList<T?>? values, List<Broken> broken) where T : class
    {
        if (values is null) broken.Add(new(field, "Wajib diisi untuk jenis soal ini."));
        for (var i = 0; i < values?.Count; i++)
        {
            if (values[i] is null) broken.Add(new($"{field}[{i}]", "Tidak boleh kosong."));
        }
        return values is null || values.Any(v => v is null) ? null : [.. values.Select(v => v!)];
    }

    private IEnumerable<Broken> Misplaced()
    {
        foreach (var (field, given, kinds) in ((string, bool, string[])[])
        [
            ("choices", Choices is not null, [SingleChoice.Name, MultipleChoice.Name]), ("answer", Answer is not null, [TrueFalse.Name]),
            ("numbers", Numbers is not null, [Numeric.Name]), ("pairs", Pairs is not null, [Matching.Name]),
            ("distractors", Distractors is not null, [Matching.Name]), ("accepted", Accepted is not null, [ShortText.Name]),
        ])
        {
            if (given && !kinds.Contains(Kind, StringComparer.Ordinal)) yield return new(field, $"Tidak dipakai pada soal berjenis '{Kind}'.");
        }
    }
}

/// <param name="Correct">Enough where every choice is just right or wrong.</param>
/// <param name="Credit">Percent of the points, where choices differ; it goes before <paramref name="Correct"/>.</param>
public sealed record ChoiceDocument(string? Text, bool? Correct, decimal? Credit)
{
    public static ChoiceDocument Of(Choice choice) => new(choice.Text, choice.Credit > 0, choice.Credit);

    public Choice Read() => new(PlainText.Line(Text ?? ""), Credit ?? (Correct is true ? 100 : 0));
}

public sealed record NumberDocument(decimal? Value, decimal? Tolerance, decimal? Credit)
{
    public NumericAnswer Read() => new(Value ?? ItemRules.MaxNumber + 1, Tolerance ?? 0, Credit ?? 100);
}

public sealed record PairDocument(string? Left, string? Right);

public sealed record AcceptedDocument(string? Text, decimal? Credit);
