using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain.Tests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <param name="Revision">The one that stands now: a later one of another message, where there is one.</param>
public sealed record SavedAnswerResponse(Guid ItemId, int Revision);

/// <summary>A participant's way through a test: begin, answer by answer, and hand in. Each request may be repeated.</summary>
internal static class TakeTest
{
    public static async Task<Results<Ok<TestAttemptResponse>, ProblemHttpResult>> StartAsync(
        Guid id, string test, int n, ClaimsPrincipal user, [AsParameters] TestServices services, CancellationToken cancellationToken)
    {
        var (seat, problem) = await services.SeatAsync(id, user, cancellationToken);
        if (problem is not null) return problem;
        if (await services.Store.FindAsync(seat, test, n, withAnswers: false, cancellationToken) is null)
        {
            await EndOverdueAsync(services, await services.Store.FindAsync(seat, test, n - 1, withAnswers: false, cancellationToken), cancellationToken);
            if (await DrawForm.HandleAsync(id, seat, test, n, services.Db, services.Database, services.Time, cancellationToken) is { } refused) return refused;
        }
        return await ShowAsync(services, seat, test, n, cancellationToken);
    }

    /// <summary>What a participant comes back to, on another device or after a lost line.</summary>
    public static async Task<Results<Ok<TestAttemptResponse>, ProblemHttpResult>> ResumeAsync(
        Guid id, string test, int n, ClaimsPrincipal user, [AsParameters] TestServices services, CancellationToken cancellationToken)
    {
        var (seat, problem) = await services.SeatAsync(id, user, cancellationToken);
        return problem is not null ? problem : await ShowAsync(services, seat, test, n, cancellationToken);
    }

    public static async Task<Results<Ok<SavedAnswerResponse>, ValidationProblem, ProblemHttpResult>> AnswerAsync(
        Guid id, string test, int n, Guid itemId, AnswerDocument answer, ClaimsPrincipal user, [AsParameters] TestServices services, CancellationToken cancellationToken)
    {
        var (seat, problem) = await services.SeatAsync(id, user, cancellationToken);
        if (problem is not null) return problem;
        if (answer is null) return Problems.Invalid("$", "Isi permintaan wajib ada.");
        if (await services.Store.FindAsync(seat, test, n, withAnswers: false, cancellationToken) is not { } attempt) return NotBegun(n);
        if (!attempt.ItemIds.Contains(itemId)) return Problems.NotFound($"Soal {itemId} pada lembar soal ini");

        var item = (await services.Store.ItemsAsync([itemId], cancellationToken))[itemId];
        var (response, broken) = answer.Read(item.Body, Form.Places(attempt.Seed, itemId, item.Body, attempt.Shuffle));
        if (response is null) return BankItems.Invalid([broken!]);
        return await services.Store.SaveAsync(attempt.Id, itemId, answer.Revision!.Value, response, services.Time.Now(), cancellationToken) is { } stands
            ? TypedResults.Ok(new SavedAnswerResponse(itemId, stands))
            : Problems.Conflict("attempt-over", "Percobaan ini sudah dikumpulkan atau waktunya habis; jawaban tidak diterima lagi.");
    }

    public static async Task<Results<Ok<TestAttemptResponse>, ProblemHttpResult>> HandInAsync(
        Guid id, string test, int n, ClaimsPrincipal user, [AsParameters] TestServices services, CancellationToken cancellationToken)
    {
        var (seat, problem) = await services.SeatAsync(id, user, cancellationToken);
        if (problem is not null) return problem;
        if (await services.Store.FindAsync(seat, test, n, withAnswers: false, cancellationToken) is not { } attempt) return NotBegun(n);
        await services.Grader.HandInAsync(attempt.Id, cancellationToken);
        return await ShowAsync(services, seat, test, n, cancellationToken);
    }

    private static async Task<Results<Ok<TestAttemptResponse>, ProblemHttpResult>> ShowAsync(
        TestServices services, Guid seat, string test, int n, CancellationToken cancellationToken)
    {
        var attempt = await services.Store.FindAsync(seat, test, n, withAnswers: true, cancellationToken);
        if (await EndOverdueAsync(services, attempt, cancellationToken)) attempt = await services.Store.FindAsync(seat, test, n, withAnswers: true, cancellationToken);
        return attempt is null
            ? NotBegun(n)
            : TypedResults.Ok(TestAttemptResponse.Of(attempt, await services.Store.ItemsAsync(attempt.ItemIds, cancellationToken), services.Time.Now()));
    }

    /// <summary>Whoever comes back after the deadline does not wait for the sweep.</summary>
    private static async Task<bool> EndOverdueAsync(TestServices services, TestAttempt? attempt, CancellationToken cancellationToken)
    {
        if (attempt?.IsOverdue(services.Time.Now()) is not true) return false;
        await services.Grader.HandInAsync(attempt.Id, cancellationToken);
        return true;
    }

    private static ProblemHttpResult NotBegun(int n) => Problems.NotFound($"Percobaan {n}");
}
