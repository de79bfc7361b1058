using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Test">pre-test, post-test or remedial.</param>
/// <param name="Items">Questions on a form.</param>
public sealed record MyTest(
    string Test, int Items, int? TimeLimitMinutes, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int AttemptsAllowed, int PassScore, IReadOnlyList<MyAttempt> Attempts);

/// <param name="Status">in-progress, awaiting-grading or graded.</param>
public sealed record MyAttempt(int Attempt, string Status, DateTimeOffset StartedAt, DateTimeOffset Deadline, DateTimeOffset? HandedInAt, decimal? Score, bool? Passed);

/// <summary>The tests of an offering as a participant finds them.</summary>
internal static class MyTests
{
    public static async Task<Results<Ok<List<MyTest>>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { Tests: var tests }) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();

        var attempts = (await db.TestAttempts.AsNoTracking().Where(a => a.ParticipantId == participantId).OrderBy(a => a.Number).ToListAsync(cancellationToken))
            .ToLookup(a => a.Test, StringComparer.Ordinal);
        return TypedResults.Ok(TestName.All.Where(tests.ContainsKey).Select(name => tests[name]).Select(t => new MyTest(
            t.Test, t.Draws.Sum(d => d.Count), t.TimeLimitMinutes, t.OpensAt, t.ClosesAt, t.Attempts, t.PassScore,
            [.. attempts[t.Test].Select(a => new MyAttempt(
                a.Number, TestAttemptResponse.StatusOf(a.HandedInAt, a.Score), a.StartedAt, a.Deadline, a.HandedInAt, a.Score, a.Score is { } score ? score >= a.PassScore : null))])).ToList());
    }
}
