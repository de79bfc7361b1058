using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Tests;

public sealed class DomainTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-30 * 60 - 1, false)]
    [InlineData(-30 * 60, true)]
    [InlineData(0, true)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public void A_session_is_open_from_half_an_hour_before_its_start_to_its_end(int seconds, bool open) =>
        new Session(Guid.NewGuid(), Guid.NewGuid(), 1, "S", "live", Start, Start.AddHours(1))
            .IsOpen(Start.AddSeconds(seconds), TimeSpan.FromMinutes(30)).ShouldBe(open);

    [Theory]
    [InlineData(3, 2, "66.67")]
    [InlineData(3, 1, "33.33")]
    [InlineData(200, 139, "69.5")]
    [InlineData(199, 139, "69.85")]
    [InlineData(7, 7, "100")]
    [InlineData(7, 0, "0")]
    public void A_score_is_the_share_of_right_answers_in_percent(int questions, int right, string score)
    {
        var test = new PostTest
        {
            OfferingId = Guid.NewGuid(),
            Version = Guid.NewGuid(),
            SetAt = Start,
            SetBy = "instructor",
            Questions = [.. Enumerable.Range(0, questions).Select(n => new Question(
                Guid.NewGuid(), $"Q{n}", [new(Guid.NewGuid(), "salah", false), new(Guid.NewGuid(), "benar", true)]))],
        };
        var chosen = Enumerable.Range(0, questions).Select(n => (byte)(n < right ? 1 : 0)).ToArray();
        test.Grade(chosen).ShouldBe(decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The claim of <see cref="PostTest.Grade"/>, for every number of questions that a test may have.</summary>
    [Fact]
    public void Rounding_never_lifts_a_score_over_a_grade()
    {
        for (var questions = 1; questions <= 200; questions++)
        {
            for (var right = 0; right <= questions; right++)
            {
                var exact = 100m * right / questions;
                Math.Floor(Math.Round(exact, 2, MidpointRounding.AwayFromZero)).ShouldBe(Math.Floor(exact));
            }
        }
    }
}
