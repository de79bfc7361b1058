using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Learning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>The test as participants see it: nothing tells the right answers.</summary>
public sealed record PostTestView(Guid OfferingId, int PassingGrade, int MaxAttempts, IReadOnlyList<QuestionView> Questions)
{
    public static PostTestView Of(PostTest test, CompletionRule rule) => new(
        test.OfferingId, rule.PassingGrade, rule.MaxAttempts,
        [.. test.Questions.Select(q => new QuestionView(q.Id, q.Text, [.. q.Options.Select(o => new OptionView(o.Id, o.Text))]))]);
}

public sealed record QuestionView(Guid QuestionId, string Text, IReadOnlyList<OptionView> Options);

public sealed record OptionView(Guid OptionId, string Text);

/// <summary>The same with the right answers.</summary>
public sealed record PostTestKey(Guid OfferingId, int PassingGrade, int MaxAttempts, DateTimeOffset SetAt, IReadOnlyList<QuestionKey> Questions)
{
    public static PostTestKey Of(PostTest test, CompletionRule rule) => new(
        test.OfferingId, rule.PassingGrade, rule.MaxAttempts, test.SetAt,
        [.. test.Questions.Select(q => new QuestionKey(q.Id, q.Text, [.. q.Options.Select(o => new OptionKey(o.Id, o.Text, o.Correct))]))]);
}

public sealed record QuestionKey(Guid QuestionId, string Text, IReadOnlyList<OptionKey> Options);

public sealed record OptionKey(Guid OptionId, string Text, bool Correct);

internal static class ReadPostTest
{
    public static async Task<Results<Ok<PostTestView>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetWithTestAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();
        if (found.Offering.CancelledAt is not null) return Refusal.OfferingCancelled.ToProblem();
        if (await LearningProblems.BeforePostTestAsync(found, participantId, dataSource, cancellationToken) is { } early) return early;
        return found.PostTestView is { } view ? TypedResults.Ok(view) : Problems.NotFound($"Post-test angkatan {id}");
    }

    public static async Task<Results<Ok<PostTestKey>, ProblemHttpResult>> KeyAsync(
        Guid id, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering)
            return Answers.OfferingNotFound(id);
        return await db.PostTests.AsNoTracking().SingleOrDefaultAsync(t => t.OfferingId == id, cancellationToken) is { } test
            ? TypedResults.Ok(PostTestKey.Of(test, offering.Rule))
            : Problems.NotFound($"Post-test angkatan {id}");
    }
}
