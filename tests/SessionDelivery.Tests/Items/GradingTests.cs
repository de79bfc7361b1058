using Bpsdm.SessionDelivery.Domain.Tests;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests.Items;

public sealed class GradingTests
{
    private static readonly SingleChoice Single = new([new("a", 100), new("b", 25), new("c", -50)]);
    private static readonly MultipleChoice Multiple = MultipleChoice.Of([("a", true), ("b", true), ("c", true), ("d", false)]);
    private static readonly Numeric Pi = new([new(3.14m, 0.01m, 100), new(3, 0.5m, 40)]);
    private static readonly Matching Capitals = new([new("DKI", "Jakarta"), new("Jabar", "Bandung"), new("Betawi", "Jakarta")], ["Medan"]);
    private static readonly ShortText Short = new([new("Jam Pelajaran", 100), new("JP", 50)]);

    public static TheoryData<ItemBody, Response?, string?> Answers => new()
    {
        { Single, new Chosen([0]), "1" }, { Single, new Chosen([1]), "0.25" }, { Single, new Chosen([2]), "0" }, { Single, new Chosen([]), "0" }, { Single, null, "0" },
        { Multiple, new Chosen([0, 1, 2]), "1" }, { Multiple, new Chosen([2, 1, 0, 0]), "1" }, { Multiple, new Chosen([0]), "0.3333" },
        { Multiple, new Chosen([0, 1, 2, 3]), "0" }, { Multiple, new Chosen([3]), "0" }, { Multiple, new Chosen([]), "0" },
        { new TrueFalse(false), new Truth(false), "1" }, { new TrueFalse(false), new Truth(true), "0" }, { new TrueFalse(false), null, "0" },
        { Pi, new Number(3.15m), "1" }, { Pi, new Number(3.1500001m), "0.4" }, { Pi, new Number(2.5m), "0.4" }, { Pi, new Number(4), "0" },
        { Capitals, new Matched([0, 1, 0]), "1" }, { Capitals, new Matched([0, 2, null]), "0.3333" }, { Capitals, new Matched([null, null, null]), "0" },
        { Short, new Written("  jam   PELAJARAN "), "1" }, { Short, new Written("ｊｐ"), "0.5" }, { Short, new Written("jam"), "0" },
        { new Essay(), new Written("Menurut saya"), null }, { new Essay(), new Written(""), "0" }, { new Essay(), null, "0" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_earns_its_share(ItemBody body, Response? response, string? share) =>
        (Grading.Share(body, response) is { } earned ? Math.Round(earned, 4) : (decimal?)null)
            .ShouldBe(share is null ? null : decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("69.9999", 100, "69.99")] // a pass at 70 takes 70
    [InlineData("2", 3, "66.66")]
    [InlineData("3", 3, "100")]
    [InlineData("0", 7, "0")]
    public void A_score_is_cut_off_after_two_decimals(string earned, int points, string score) =>
        Grading.Score(decimal.Parse(earned, System.Globalization.CultureInfo.InvariantCulture), points)
            .ShouldBe(decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture));

    [Property]
    public void Thirds_that_make_a_whole_lose_nothing(byte items)
    {
        var thirds = items % 60 / 3 * 3 + 3;
        Grading.Score(Enumerable.Repeat(Grading.Share(Multiple, new Chosen([0]))!.Value, thirds).Sum(), thirds / 3).ShouldBe(100);
    }
}
