namespace Bpsdm.SessionDelivery.Domain;

/// <summary>The test of an offering. It never changes once somebody has attempted it.</summary>
public sealed class PostTest
{
    public required Guid OfferingId { get; init; }

    /// <summary>Changes with the questions: an attempt is graded against the very questions that were read.</summary>
    public required Guid Version { get; set; }
    public required List<Question> Questions { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public required string SetBy { get; set; }

    /// <summary>
    /// Score from 0 to 100 with two decimals, for the chosen option's position in each question. With at most
    /// 200 questions rounding never lifts a score over a whole-numbered grade.
    /// </summary>
    public decimal Grade(ReadOnlySpan<byte> chosen)
    {
        var right = 0;
        for (var i = 0; i < Questions.Count; i++)
        {
            if (Questions[i].Options[chosen[i]].Correct) right++;
        }
        // Two decimals, as the column keeps it: a repeated request gets the same text.
        return Math.Round(100m * right / Questions.Count, 2, MidpointRounding.AwayFromZero) + 0.00m;
    }

    public bool Asks(IReadOnlyList<Question> questions) =>
        Questions.Count == questions.Count && Questions.Zip(questions).All(pair => pair.First.IsSameAs(pair.Second));
}

public sealed record Question(Guid Id, string Text, List<Option> Options)
{
    public bool IsSameAs(Question other) =>
        string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Options.Select(o => (o.Text, o.Correct)).SequenceEqual(other.Options.Select(o => (o.Text, o.Correct)));
}

public sealed record Option(Guid Id, string Text, bool Correct);
