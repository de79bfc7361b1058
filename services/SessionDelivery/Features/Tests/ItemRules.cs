using System.Xml;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>What is wrong with an item, wherever it came from: a form, a GIFT file, a QTI file.</summary>
internal static class ItemRules
{
    public const int MaxText = 4_000;
    public const int MaxAnswer = 1_000;
    public const decimal MaxNumber = 1_000_000_000_000_000;

    public static IEnumerable<Broken> Check(Item item)
    {
        foreach (var broken in Text("code", item.Code, 100).Concat(Text("text", item.Text, MaxText))) yield return broken;
        if (item.Explanation is { } explanation)
        {
            foreach (var broken in Text("explanation", explanation, MaxText)) yield return broken;
        }
        if (item.Points is < 1 or > 100) yield return new("points", "Bobot soal antara 1 dan 100.");
        foreach (var broken in Check(item.Body)) yield return broken;
    }

    private static IEnumerable<Broken> Check(ItemBody body) => body switch
    {
        SingleChoice single => Choices(single.Choices).Concat(Full("choices", single.Choices.Select(c => c.Credit))),
        MultipleChoice multiple => Choices(multiple.Choices).Concat(Whole(multiple.Choices)),
        Numeric numeric => Numbers(numeric.Answers).Concat(Full("numbers", numeric.Answers.Select(a => a.Credit))),
        Matching matching => Pairs(matching),
        ShortText text => Accepted(text.Accepted).Concat(Full("accepted", text.Accepted.Select(a => a.Credit))),
        _ => [],
    };

    private static IEnumerable<Broken> Choices(IReadOnlyList<Choice> choices)
    {
        if (choices.Count is < 2 or > 20) yield return new("choices", "Soal memuat 2 sampai 20 pilihan.");
        foreach (var broken in Texts("choices", choices.Select(c => c.Text))) yield return broken;
        if (choices.Any(c => c.Credit is < -100 or > 100)) yield return new("choices", "Nilai pilihan antara -100 dan 100 persen.");
    }

    private static IEnumerable<Broken> Whole(IReadOnlyList<Choice> choices)
    {
        if (choices.Where(c => c.Credit > 0).Sum(c => c.Credit) is < 99.9m or > 100.1m)
            yield return new("choices", "Nilai semua pilihan yang benar harus berjumlah 100 persen.");
    }

    private static IEnumerable<Broken> Numbers(IReadOnlyList<NumericAnswer> numbers)
    {
        if (numbers.Count is < 1 or > 10) yield return new("numbers", "Soal angka memuat 1 sampai 10 jawaban.");
        if (numbers.Any(n => Math.Abs(n.Value) > MaxNumber)) yield return new("numbers", $"Angka paling besar {MaxNumber:0}.");
        if (numbers.Any(n => n.Tolerance is < 0 or > MaxNumber)) yield return new("numbers", "Toleransi tidak boleh negatif.");
        if (numbers.Any(n => n.Credit is <= 0 or > 100)) yield return new("numbers", "Nilai jawaban di atas 0 sampai 100 persen.");
    }

    private static IEnumerable<Broken> Pairs(Matching matching)
    {
        if (matching.Pairs.Count is < 2 or > 20) yield return new("pairs", "Soal menjodohkan memuat 2 sampai 20 pasangan.");
        if (matching.Distractors.Count > 20) yield return new("distractors", "Pengecoh paling banyak 20.");
        foreach (var broken in Texts("pairs", matching.Pairs.Select(p => p.Left))) yield return broken;
        foreach (var broken in matching.Pairs.SelectMany(p => Text("pairs", p.Right, MaxAnswer))) yield return broken;
        foreach (var broken in Texts("distractors", matching.Distractors)) yield return broken;
        if (matching.Distractors.Intersect(matching.Pairs.Select(p => p.Right), StringComparer.Ordinal).Any())
            yield return new("distractors", "Pengecoh tidak boleh sama dengan sisi kanan sebuah pasangan.");
    }

    private static IEnumerable<Broken> Accepted(IReadOnlyList<AcceptedText> accepted)
    {
        if (accepted.Count is < 1 or > 20) yield return new("accepted", "Isian singkat memuat 1 sampai 20 jawaban yang diterima.");
        foreach (var broken in Texts("accepted", accepted.Select(a => PlainText.Comparable(a.Text)))) yield return broken;
        if (accepted.Any(a => a.Credit is <= 0 or > 100)) yield return new("accepted", "Nilai jawaban di atas 0 sampai 100 persen.");
    }

    private static IEnumerable<Broken> Full(string field, IEnumerable<decimal> credits)
    {
        if (!credits.Contains(100)) yield return new(field, "Paling sedikit satu jawaban harus bernilai 100 persen.");
    }

    private static IEnumerable<Broken> Texts(string field, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        if (all.Distinct(StringComparer.Ordinal).Count() < all.Count) yield return new(field, "Teks yang sama disebut lebih dari sekali.");
        foreach (var broken in all.SelectMany(t => Text(field, t, MaxAnswer))) yield return broken;
    }

    private static IEnumerable<Broken> Text(string field, string text, int longest)
    {
        if (text.Length == 0) yield return new(field, "Teks wajib diisi.");
        if (text.Length > longest) yield return new(field, $"Teks paling panjang {longest} huruf.");
        // What XML cannot carry could not be exported again; PostgreSQL keeps no U+0000.
        if (!IsXml(text)) yield return new(field, "Teks memuat karakter kendali.");
    }

    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i])) return false;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return false;
            }
        }
        return true;
    }
}

/// <param name="Field">As it is called in JSON.</param>
public sealed record Broken(string Field, string Message);
