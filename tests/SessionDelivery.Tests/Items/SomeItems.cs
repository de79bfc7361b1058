using Bpsdm.SessionDelivery.Domain.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace Bpsdm.SessionDelivery.Tests.Items;

/// <summary>Items of every kind, their texts full of what means something in GIFT and in XML.</summary>
internal static class SomeItems
{
    private static readonly string[] Pieces =
    [
        "a", "Bb", "jam", "45", "~", "=", "#", "{", "}", ":", "::", "\\", "\\n", "%", "%50%", "*", "[html]", "->", "//", "$CATEGORY:", "####", "<b>", "&amp;", "\"", "'", "]]>",
        " ", "  ", "é", "ﬁ", "😀", "T", "TRUE", "_____", "..", "-", ">", "\t", "\u00a0",
    ];

    private static readonly Gen<string> Line =
        from pieces in Gen.Elements(Pieces).NonEmptyListOf()
        select PlainText.Line(string.Concat(pieces.Take(12))) is { Length: > 0 } line ? line : "x";

    private static readonly Gen<string> Lines =
        from lines in Gen.OneOf(Line, Gen.Constant("")).NonEmptyListOf()
        select PlainText.Lines(string.Join('\n', lines.Take(4))) is { Length: > 0 } text ? text : "x";

    private static readonly Gen<decimal> Numbers =
        from whole in Gen.Choose(-100_000, 100_000)
        from scale in Gen.Choose(0, 6)
        select new decimal(Math.Abs(whole), 0, 0, whole < 0, (byte)scale);

    private static readonly Gen<decimal> Parts = from hundredths in Gen.Choose(1, 9_999) select hundredths / 100m;

    private static readonly Gen<ItemBody> Bodies = Gen.OneOf(Single(), Multiple(), Truth(), Number(), Match(), Short(), Gen.Constant<ItemBody>(new Essay()));

    public static readonly Gen<Item> Any =
        from code in Line
        from text in Lines
        from points in Gen.Choose(1, 100)
        from explanation in Gen.OneOf(Gen.Constant<string?>(null), Lines.Select(t => (string?)t))
        from body in Bodies
        select new Item(code[..Math.Min(code.Length, 40)].Trim() is { Length: > 0 } c && !char.IsSurrogate(c[^1]) ? c : "kode", text, points, explanation, body);

    private static Gen<List<string>> Distinct(int least, int most) =>
        from count in Gen.Choose(least, most)
        from lines in Line.ListOf(count)
        select lines.Select((line, i) => $"{line} {i}").ToList();

    private static Gen<ItemBody> Single() =>
        from texts in Distinct(2, 6)
        from best in Gen.Choose(0, texts.Count - 1)
        from credits in Gen.OneOf(Gen.Constant(0m), Parts, Parts.Select(p => -p)).ListOf(texts.Count)
        select (ItemBody)new SingleChoice([.. texts.Select((t, i) => new Choice(t, i == best ? 100 : credits[i]))]);

    private static Gen<ItemBody> Multiple() =>
        from texts in Distinct(2, 6)
        from right in Gen.Elements(true, false).ListOf(texts.Count)
        select (ItemBody)MultipleChoice.Of([.. texts.Select((t, i) => (t, i == 0 || right[i]))]);

    private static Gen<ItemBody> Truth() => Gen.Elements(true, false).Select(answer => (ItemBody)new TrueFalse(answer));

    private static Gen<ItemBody> Number() =>
        from best in Numbers
        from tolerance in Numbers
        from others in (from value in Numbers from credit in Parts select new NumericAnswer(value, 0, credit)).ListOf()
        select (ItemBody)new Numeric([new NumericAnswer(best, Math.Abs(tolerance), 100), .. others.Take(3).OrderByDescending(o => o.Credit)]);

    private static Gen<ItemBody> Match() =>
        from left in Distinct(2, 5)
        from right in Distinct(left.Count, left.Count)
        from shared in Gen.Elements(true, false)
        from distractors in Distinct(0, 3)
        select (ItemBody)new Matching(
            [.. left.Select((l, i) => new Pair(l, shared && i > 0 ? right[0] : right[i]))], [.. distractors.Select(d => $"{d} lain")]);

    private static Gen<ItemBody> Short() =>
        from texts in Distinct(1, 4)
        from credits in Parts.ListOf(texts.Count)
        select (ItemBody)new ShortText([.. texts.Select((t, i) => new AcceptedText(t, i == 0 ? 100 : credits[i]))]);
}
