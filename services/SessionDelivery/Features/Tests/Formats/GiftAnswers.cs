using System.Globalization;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>What stands between the braces of a GIFT question, which also says of what kind the question is.</summary>
internal static class GiftAnswers
{
    public static ItemBody Read(GiftText answers, List<string> warnings)
    {
        if (answers.IsBlank) return new Essay();
        answers = answers.TrimStart();
        if (answers.StartsWith("#")) return new Numeric(Numbers(answers.From(1), warnings));
        if (Truth(answers, warnings) is { } truth) return new TrueFalse(truth);

        var given = Split(answers, warnings);
        if (given.Any(a => a.Mark == '~')) return Choices(given, warnings);
        return given.Any(a => a.Text.Find("->") >= 0) ? Pairs(given) : Accepted(given);
    }

    private static bool? Truth(GiftText answers, List<string> warnings)
    {
        var (word, feedback) = answers.Cut("#");
        bool? truth = word.ToString().Trim().ToUpperInvariant() switch { "T" or "TRUE" => true, "F" or "FALSE" => false, _ => null };
        if (truth is not null && feedback is not null) warnings.Add(Unkept);
        return truth;
    }

    private static ItemBody Choices(List<Given> given, List<string> warnings)
    {
        if (given.Count(g => g.Mark == '=') > 1) throw new ItemFormatException("Pilihan ganda mempunyai lebih dari satu '='; untuk beberapa jawaban benar pakai '~%50%…'.");
        if (given.Any(g => g.Mark == '='))
            return new SingleChoice([.. given.Select(g => new Choice(g.Line, g.Credit ?? (g.Mark == '=' ? 100 : 0)))]);

        // Without a mark of its own a wrong choice would cost nothing, and whoever marks all of them would have all points.
        var unmarked = given.Count(g => g.Credit is null);
        if (unmarked > 0) warnings.Add("Pilihan salah tanpa bobot mengurangi nilai, sehingga memilih semuanya tidak bernilai penuh.");
        return new MultipleChoice([.. given.Select(g => new Choice(g.Line, g.Credit ?? -Math.Round(100m / unmarked, 5)))]);
    }

    private static Matching Pairs(List<Given> given)
    {
        var pairs = given.Select(g => g.Text.Cut("->")).ToList();
        if (pairs.Any(p => p.After is null)) throw new ItemFormatException("Soal menjodohkan memuat jawaban tanpa '->'.");
        var sides = pairs.Select(p => new Pair(PlainText.Line(p.Before.ToString()), PlainText.Line(p.After!.Value.ToString()))).ToList();
        return new([.. sides.Where(p => p.Left.Length > 0)], [.. sides.Where(p => p.Left.Length == 0).Select(p => p.Right)]);
    }

    private static ShortText Accepted(List<Given> given)
    {
        if (given.Any(g => g.Text.Find("*") >= 0)) throw new ItemFormatException("Tanda '*' sebagai pengganti huruf tidak didukung; tulis '\\*' bila bagian dari jawaban.");
        return new([.. given.Select(g => new AcceptedText(g.Line, g.Credit ?? 100))]);
    }

    private static List<NumericAnswer> Numbers(GiftText numbers, List<string> warnings)
    {
        if (numbers.Find("=") >= 0) return [.. Split(numbers.TrimStart(), warnings).Select(g => Number(g.Text, g.Credit ?? 100))];
        var (number, feedback) = numbers.Cut("#");
        if (feedback is not null) warnings.Add(Unkept);
        return [Number(number, 100)];
    }

    private static NumericAnswer Number(GiftText text, decimal credit)
    {
        var (first, second) = text.Cut("..");
        if (second is { } highest)
        {
            var (from, to) = (Decimal(first), Decimal(highest));
            return new((from + to) / 2, (to - from) / 2, credit);
        }
        var (value, tolerance) = text.Cut(":");
        return new(Decimal(value), tolerance is { } allowed ? Decimal(allowed) : 0, credit);
    }

    private static decimal Decimal(GiftText text) =>
        decimal.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= ItemRules.MaxNumber
            ? value
            : throw new ItemFormatException($"'{text.ToString().Trim()}' bukan angka yang dapat dibaca; tulis dengan titik desimal.");

    /// <summary>The answers by their marks, with their weights; what is said about an answer (#…) is not kept.</summary>
    private static List<Given> Split(GiftText answers, List<string> warnings)
    {
        var given = new List<Given>();
        if (Next(answers, 0) is not 0) throw new ItemFormatException("Jawaban harus diawali '=' (benar) atau '~' (salah).");
        for (int at = 0, next; at < answers.Length; at = next)
        {
            next = Next(answers, at + 1);
            var (text, feedback) = answers.Slice(at + 1, next).TrimStart().Cut("#");
            if (feedback is not null && !warnings.Contains(Unkept, StringComparer.Ordinal)) warnings.Add(Unkept);
            decimal? credit = null;
            if (text.StartsWith("%"))
            {
                var end = text.Find("%", 1);
                if (end < 0) throw new ItemFormatException("Bobot dibuka dengan '%' tetapi tidak ditutup.");
                (credit, text) = (Decimal(text.Slice(1, end)), text.From(end + 1));
            }
            given.Add(new(answers.ToString()[at], text, credit));
        }
        return given;
    }

    private static int Next(GiftText answers, int from)
    {
        var (right, wrong) = (answers.Find("=", from), answers.Find("~", from));
        return right < 0 ? wrong < 0 ? answers.Length : wrong : wrong < 0 ? right : Math.Min(right, wrong);
    }

    private const string Unkept = "Umpan balik per jawaban (#…) tidak disimpan.";

    private sealed record Given(char Mark, GiftText Text, decimal? Credit)
    {
        public string Line => PlainText.Line(Text.ToString());
    }
}
