namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>What an answer is worth. Pure: an item and an answer in, a share of its points out.</summary>
public static class Grading
{
    /// <summary>From 0 to 1; null where a person must grade.</summary>
    /// <param name="body">What was asked.</param>
    /// <param name="response">Null where it was left unanswered, which earns nothing.</param>
    public static decimal? Share(ItemBody body, Response? response) => (body, response) switch
    {
        (SingleChoice single, Chosen { Choices: [var only] }) => Between0And1(single.Choices[only].Credit / 100),
        (MultipleChoice multiple, Chosen { Choices: var chosen }) => Between0And1(
            chosen.Distinct().Sum(c => multiple.Choices[c].Credit) / multiple.Choices.Where(c => c.Credit > 0).Sum(c => c.Credit)),
        (TrueFalse statement, Truth truth) => statement.Answer == truth.Value ? 1 : 0,
        (Numeric numeric, Number number) => Best(numeric.Answers.Where(a => Math.Abs(number.Value - a.Value) <= a.Tolerance).Select(a => a.Credit)),
        (Matching matching, Matched matched) => Share(matching, matched),
        (ShortText shortText, Written written) => Best(
            shortText.Accepted.Where(a => string.Equals(PlainText.Comparable(a.Text), PlainText.Comparable(written.Text), StringComparison.Ordinal)).Select(a => a.Credit)),
        (Essay, Written { Text.Length: > 0 }) => null,
        _ => 0,
    };

    /// <summary>
    /// Percent of the points with two decimals, cut off: no score is lifted over a grade by rounding. The sixth decimal is
    /// rounded first, since thirds do not add up to a whole.
    /// </summary>
    public static decimal Score(decimal earned, int points) =>
        Math.Round(Math.Round(100 * earned / points, 6), 2, MidpointRounding.ToZero) + 0.00m;

    private static decimal Share(Matching matching, Matched matched)
    {
        var targets = matching.Targets;
        var right = matching.Pairs.Zip(matched.Targets).Count(
            pair => pair.Second is { } target && string.Equals(targets[target], pair.First.Right, StringComparison.Ordinal));
        return (decimal)right / matching.Pairs.Count;
    }

    private static decimal Best(IEnumerable<decimal> credits) => Between0And1(credits.DefaultIfEmpty().Max() / 100);

    private static decimal Between0And1(decimal share) => Math.Clamp(share, 0, 1);
}
