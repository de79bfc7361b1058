using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Reviews;

/// <param name="Answers">A score from 0, not at all, to 4, entirely, for each item of the checklist in force.</param>
internal sealed record ReviewProgrammeRequest(IReadOnlyDictionary<string, int>? Answers, Verdict? Verdict, string? Reason);

internal sealed record ReviewResponse(
    Guid Id, Guid ProgrammeId, int ProgrammeVersion, int Round, int ChecklistVersion, IReadOnlyDictionary<string, int> Answers, int Score,
    Verdict Suggested, Verdict Verdict, string Reason, string Reviewer, DateTimeOffset ReviewedAt)
{
    public static ReviewResponse Of(Review r) => new(
        r.Id, r.ProgrammeId, r.ProgrammeVersion, r.Round, r.ChecklistVersion, r.Answers.ToDictionary(a => a.Item, a => a.Score, StringComparer.Ordinal),
        r.Score, r.Suggested, r.Verdict, r.Reason, r.Reviewer, r.ReviewedAt);
}

internal sealed class ReviewProgrammeValidator : AbstractValidator<ReviewProgrammeRequest>
{
    public ReviewProgrammeValidator()
    {
        RuleFor(r => r.Answers).NotEmpty().Must(a => a is null || a.Values.All(score => score is >= 0 and <= ReviewChecklist.MaxScore))
            .WithMessage($"'answers' berisi nilai 0 sampai {ReviewChecklist.MaxScore} untuk setiap butir.");
        RuleFor(r => r.Verdict).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}

/// <summary>One of the two or more people who judge a design.</summary>
internal static class ReviewProgramme
{
    public static async Task<IResult> Handle(
        Guid id, ReviewProgrammeRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } reviewId) return Ids.Malformed;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The design that is judged must not change meanwhile.
        if (await db.LockProgrammeAsync(id, cancellationToken) is not { } programme) return Problems.NotFound($"Program {id}");
        var existing = await db.Reviews.AsNoTracking().SingleOrDefaultAsync(r => r.Id == reviewId, cancellationToken);
        if (existing is not null)
            return existing.ProgrammeId == id && string.Equals(existing.Reviewer, user.Subject(), StringComparison.Ordinal)
                ? TypedResults.Ok(ReviewResponse.Of(existing))
                : Ids.TakenByAnother;

        var now = clock.Now();
        var others = await db.Reviews.AsNoTracking().Where(r => r.ProgrammeId == id && r.Round == programme.Round).ToListAsync(cancellationToken);
        var checklist = await db.ChecklistInForceAsync(Wib.DateOf(now), cancellationToken);
        var opinion = new Opinion([.. request.Answers!.Select(a => new ChecklistAnswer(a.Key, a.Value))], request.Verdict!.Value, request.Reason!);
        if (programme.Review(reviewId, checklist, opinion, others, user.Subject(), now).Failed(out var broken, out var review)) return broken.ToProblem();
        db.Reviews.Add(review);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/catalogue/programmes/{id}/reviews", ReviewResponse.Of(review));
    }
}

/// <summary>Who found what, of all rounds, the latest first.</summary>
internal static class ListReviews
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Programmes.AnyAsync(p => p.Id == id, cancellationToken)) return Problems.NotFound($"Program {id}");
        var reviews = await db.Reviews.AsNoTracking().Where(r => r.ProgrammeId == id)
            .OrderByDescending(r => r.Round).ThenBy(r => r.ReviewedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok(reviews.Select(ReviewResponse.Of).ToArray());
    }
}
