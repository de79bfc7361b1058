namespace Bpsdm.Catalogue.Domain;

/// <summary>Questions whether a programme can be taught at a distance, with their weights: a version that is never changed.</summary>
/// <param name="DistanceFrom">Least score, 0 to 100, that speaks for full distance.</param>
/// <param name="BlendedFrom">Least score that speaks for a part at a distance.</param>
public sealed record ReviewChecklist(
    int Version, DateOnly ValidFrom, string Source, int DistanceFrom, int BlendedFrom, IReadOnlyList<ChecklistItem> Items)
{
    public const int MaxScore = 4;

    internal Verdict SuggestionFor(int score) =>
        score >= DistanceFrom ? Verdict.Distance : score >= BlendedFrom ? Verdict.Blended : Verdict.FaceToFace;
}

public sealed record ChecklistItem(string Code, string Question, int Weight);

/// <param name="Score">0, not at all, to 4, entirely.</param>
public sealed record ChecklistAnswer(string Item, int Score);

/// <summary>What a reviewer says.</summary>
public sealed record Opinion(IReadOnlyList<ChecklistAnswer> Answers, Verdict Verdict, string Reason);

/// <summary>One person's review of a programme's design.</summary>
public sealed class Review
{
    /// <summary>Different people whose reviews a verdict needs (docs/decisions/0020).</summary>
    public const int Needed = 2;

    private Review()
    {
    }

    public Guid Id { get; private init; }
    public Guid ProgrammeId { get; private init; }
    public int ProgrammeVersion { get; private init; }
    public int Round { get; private init; }
    public int ChecklistVersion { get; private init; }
    public IReadOnlyList<ChecklistAnswer> Answers { get; private init; } = [];

    /// <summary>0 to 100, by the weights.</summary>
    public int Score { get; private init; }

    /// <summary>What the score speaks for; the reviewer may find otherwise and says why.</summary>
    public Verdict Suggested { get; private init; }
    public Verdict Verdict { get; private init; }
    public string Reason { get; private init; } = "";
    public string Reviewer { get; private init; } = "";
    public DateTimeOffset ReviewedAt { get; private init; }

    internal static Outcome<Review> Of(Guid id, Programme programme, ReviewChecklist checklist, Opinion opinion, string by, DateTimeOffset now)
    {
        var scores = opinion.Answers.ToDictionary(a => a.Item, a => a.Score, StringComparer.Ordinal);
        if (opinion.Answers.FirstOrDefault(a => checklist.Items.All(i => !string.Equals(i.Code, a.Item, StringComparison.Ordinal))) is { } unknown)
            return new NoSuchChecklistItem(unknown.Item);
        if (checklist.Items.FirstOrDefault(i => !scores.ContainsKey(i.Code)) is { } missing) return new ChecklistItemUnanswered(missing.Code);

        var most = ReviewChecklist.MaxScore * checklist.Items.Sum(i => i.Weight);
        var score = (int)Math.Round(100m * checklist.Items.Sum(i => i.Weight * scores[i.Code]) / most, MidpointRounding.AwayFromZero);
        return new Review
        {
            Id = id,
            ProgrammeId = programme.Id,
            ProgrammeVersion = programme.PublishedVersion!.Value,
            Round = programme.Round,
            ChecklistVersion = checklist.Version,
            Answers = opinion.Answers,
            Score = score,
            Suggested = checklist.SuggestionFor(score),
            Verdict = opinion.Verdict,
            Reason = opinion.Reason,
            Reviewer = by,
            ReviewedAt = now,
        };
    }

    /// <summary>The verdict that at least two reviewers gave, and more than any other; null where they disagree.</summary>
    internal static Verdict? Agreed(IReadOnlyList<Review> reviews)
    {
        var votes = reviews.CountBy(r => r.Verdict).OrderByDescending(v => v.Value).ToArray();
        return votes.Length > 0 && votes[0].Value >= Needed && (votes.Length == 1 || votes[1].Value < votes[0].Value) ? votes[0].Key : null;
    }
}
