using System.Globalization;
using System.Text;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests.Formats;

/// <summary>Writes items so that <see cref="GiftReader"/> reads the same items again.</summary>
internal static class GiftWriter
{
    public static string Write(IEnumerable<Item> items)
    {
        var gift = new StringBuilder();
        foreach (var item in items)
        {
            if (item.Points != 1) gift.Append(CultureInfo.InvariantCulture, $"// [points:{item.Points}]\n");
            gift.Append(CultureInfo.InvariantCulture, $"::{Text(item.Code)}::{Text(item.Text)} {{{Answers(item.Body)}");
            if (item.Explanation is { } explanation) gift.Append("####").Append(Text(explanation));
            gift.Append("}\n\n");
        }
        return gift.ToString();
    }

    private static string Answers(ItemBody body) => body switch
    {
        SingleChoice { Choices: var choices } => Single(choices),
        MultipleChoice { Choices: var choices } => string.Concat(choices.Select(c => $"~%{Number(c.Credit)}%{Text(c.Text)}")),
        TrueFalse { Answer: var answer } => answer ? "TRUE" : "FALSE",
        Numeric { Answers: var answers } => "#" + string.Concat(answers.Select(a => $"={Weight(a.Credit)}{Number(a.Value)}:{Number(a.Tolerance)}")),
        Matching matching => string.Concat(
            matching.Pairs.Select(p => $"={Text(p.Left)} -> {Text(p.Right)}").Concat(matching.Distractors.Select(d => $"= -> {Text(d)}"))),
        ShortText { Accepted: var accepted } => string.Concat(accepted.Select(a => $"={Weight(a.Credit)}{Text(a.Text).Replace("*", "\\*", StringComparison.Ordinal)}")),
        _ => "",
    };

    /// <summary>The first full answer carries the one '=' that makes it a single choice.</summary>
    private static string Single(IReadOnlyList<Choice> choices)
    {
        var best = choices.Index().First(c => c.Item.Credit == 100).Index;
        return string.Concat(choices.Select((c, i) => i == best ? $"={Text(c.Text)}" : c.Credit == 0 ? $"~{Text(c.Text)}" : $"~%{Number(c.Credit)}%{Text(c.Text)}"));
    }

    private static string Weight(decimal credit) => credit == 100 ? "" : $"%{Number(credit)}%";

    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Text(string text) => GiftText.Write(text);
}
