using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Status">in-progress, awaiting-grading or graded.</param>
/// <param name="RemainingSeconds">By the server's clock; null once it is handed in.</param>
/// <param name="Score">Once all of it is graded.</param>
public sealed record TestAttemptResponse(
    Guid AttemptId, string Test, int Attempt, string Status, DateTimeOffset StartedAt, DateTimeOffset Deadline, int? RemainingSeconds, DateTimeOffset? HandedInAt,
    decimal? Score, bool? Passed, IReadOnlyList<FormItem> Items)
{
    internal static TestAttemptResponse Of(TestAttempt attempt, Dictionary<Guid, Item> items, DateTimeOffset now) => new(
        attempt.Id, attempt.Test, attempt.Number, StatusOf(attempt.HandedInAt, attempt.Score), attempt.StartedAt, attempt.Deadline,
        attempt.HandedInAt is null ? (int)Math.Max(0, (attempt.Deadline - now).TotalSeconds) : null,
        attempt.HandedInAt, attempt.Score, attempt.Score is { } score ? score >= attempt.PassScore : null,
        [.. attempt.ItemIds.Select(id => FormItem.Of(attempt, id, items[id]))]);

    internal static string StatusOf(DateTimeOffset? handedInAt, decimal? score) => handedInAt is null ? "in-progress" : score is null ? "awaiting-grading" : "graded";
}

/// <summary>A question as it stands on the form. Nothing of it tells what is right: positions are those of this form alone.</summary>
/// <param name="Left">Of matching, with the right sides to choose from.</param>
/// <param name="Answer">What was saved, in positions of this form.</param>
/// <param name="Earned">Points, once the attempt is handed in and the question graded.</param>
/// <param name="Comment">What the instructor said about it.</param>
public sealed record FormItem(
    Guid ItemId, string Kind, string Text, int Points, IReadOnlyList<string>? Choices, IReadOnlyList<string>? Left, IReadOnlyList<string>? Right, AnswerDocument? Answer,
    decimal? Earned, string? Comment)
{
    internal static FormItem Of(TestAttempt attempt, Guid id, Item item)
    {
        var places = Form.Places(attempt.Seed, id, item.Body, attempt.Shuffle);
        var answer = attempt.Answers.GetValueOrDefault(id);
        return new(
            id, item.Body.Kind, item.Text, item.Points,
            item.Body switch
            {
                SingleChoice single => [.. places.Select(p => single.Choices[p].Text)],
                MultipleChoice multiple => [.. places.Select(p => multiple.Choices[p].Text)],
                _ => null,
            },
            item.Body is Matching left ? [.. left.Pairs.Select(p => p.Left)] : null,
            item.Body is Matching right ? [.. places.Select(p => right.Targets[p])] : null,
            answer is null ? null : AnswerDocument.Of(answer, places), answer?.Earned is { } earned ? PlainNumber.Of(earned) : null, answer?.Comment);
    }
}
