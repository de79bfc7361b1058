using Bpsdm.SessionDelivery.Domain.Tests;
using FsCheck.Xunit;

namespace Bpsdm.SessionDelivery.Tests.Taking;

public sealed class FormTests
{
    private static readonly Guid[] Items = [.. Enumerable.Range(1, 8).Select(i => new Guid(i, 0, 0, new byte[8]))];

    /// <summary>Forms that were drawn before must stay what they are: whoever changes how they are drawn breaks this.</summary>
    [Fact]
    public void A_seed_always_draws_the_same_form()
    {
        Form.SeedOf(42, new Guid("0199aaaa-0000-7000-8000-000000000001"), 1).ShouldBe(-8388447724311256358);
        Draw(7, 3, shuffle: true).ShouldBe([Items[5], Items[4], Items[1]]);
        Form.Places(7, Items[0], Choices(4), shuffle: true).ShouldBe([1, 2, 0, 3]);
    }

    [Property]
    public void A_form_has_as_many_of_each_bank_as_were_asked_for_and_none_twice(long seed, byte asked, bool shuffle)
    {
        var count = asked % 9;
        var drawn = Draw(seed, count, shuffle);
        drawn.Distinct().Count().ShouldBe(count);
        drawn.Except(Items).ShouldBeEmpty();
        drawn.ShouldBe(Draw(seed, count, shuffle));
        if (!shuffle) drawn.ShouldBe(drawn.OrderBy(d => Array.IndexOf(Items, d)));
    }

    [Property]
    public void Places_are_an_order_of_all_choices(long seed, Guid item, byte many, bool shuffle)
    {
        var count = 2 + many % 19;
        var places = Form.Places(seed, item, Choices(count), shuffle);
        places.Order().ShouldBe(Enumerable.Range(0, count));
        if (!shuffle) places.ShouldBe(Enumerable.Range(0, count));
    }

    /// <summary>Each place of the right choice about as often: of 24,000 forms a quarter each, within five standard deviations (67).</summary>
    [Fact]
    public void No_place_is_right_more_often_than_another()
    {
        var places = Enumerable.Range(0, 24_000).Select(i => Array.IndexOf(Form.Places(Form.SeedOf(99, new Guid(i, 1, 2, new byte[8]), 1), Items[i % 8], Choices(4), shuffle: true), 0));
        foreach (var place in places.CountBy(p => p)) place.Value.ShouldBeInRange(6_000 - 335, 6_000 + 335);
    }

    private static IReadOnlyList<Guid> Draw(long seed, int count, bool shuffle) => Form.Draw(seed, [(count, Items)], shuffle);

    private static SingleChoice Choices(int count) => new([.. Enumerable.Range(0, count).Select(i => new Choice($"{i}", i == 0 ? 100 : 0))]);
}
