using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

/// <param name="Required">Whether completion asks for it.</param>
public sealed record EvaluationView(Guid OfferingId, bool Required, bool HandedIn, IReadOnlyList<EvaluationItem> Items);

/// <param name="HandedIn">Evaluations that were handed in; those that wait for enough others are among them.</param>
/// <param name="Counted">Evaluations that the results rest on.</param>
/// <param name="Least">The fewest answers of which results are told.</param>
public sealed record EvaluationResults(Guid OfferingId, int HandedIn, int Counted, int Least, IReadOnlyList<ItemResult> Items);

/// <param name="Answered">Counted answers to the item; with fewer than the least there is nothing more.</param>
/// <param name="Distribution">How often 1, 2, 3, 4 and 5 were given.</param>
/// <param name="Texts">In random order; at most 500 of them.</param>
public sealed record ItemResult(
    int Number, string Section, string Kind, string Text, int Answered, decimal? Mean, IReadOnlyList<int>? Distribution, IReadOnlyList<string>? Texts);

internal static class ReadEvaluation
{
    private const int MaxTexts = 500;

    public static async Task<Results<Ok<EvaluationView>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { Offering: var offering }) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();
        var handedIn = await db.Set<EvaluationHandIn>().AnyAsync(h => h.ParticipantId == participantId, cancellationToken);
        return TypedResults.Ok(new EvaluationView(id, offering.Rule.EvaluationRequired, handedIn, (await FormAsync(db, id, cancellationToken)).Items));
    }

    public static async Task<Results<Ok<EvaluationResults>, ProblemHttpResult>> ResultsAsync(
        Guid id, OfferingCache offerings, DeliveryDb db, CancellationToken cancellationToken) =>
        await offerings.GetAsync(id, cancellationToken) is null ? Answers.OfferingNotFound(id) : TypedResults.Ok(await ResultsOfAsync(db, id, cancellationToken));

    internal static async Task<EvaluationResults> ResultsOfAsync(DeliveryDb db, Guid id, CancellationToken cancellationToken)
    {
        var (_, items) = await FormAsync(db, id, cancellationToken);
        var box = await db.Set<EvaluationBox>().AsNoTracking().SingleOrDefaultAsync(b => b.OfferingId == id, cancellationToken);
        var handedIn = await db.Set<EvaluationHandIn>().CountAsync(h => h.OfferingId == id, cancellationToken);
        var texts = await db.Set<EvaluationText>().Where(t => t.OfferingId == id).GroupBy(t => t.Item)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        var results = new List<ItemResult>();
        foreach (var item in items)
        {
            var steps = item.IsScale ? box?.Counts.GetValueOrDefault(item.Number) : null;
            var answered = item.IsScale ? steps?.Sum() ?? 0 : texts.GetValueOrDefault(item.Number);
            var told = answered >= EvaluationBox.Least;
            results.Add(new(
                item.Number, item.Section, item.Kind, item.Text, answered,
                told && steps is not null ? Math.Round(steps.Select((count, i) => (decimal)count * (i + 1)).Sum() / answered, 2, MidpointRounding.AwayFromZero) : null,
                told ? steps : null,
                told && !item.IsScale
                    ? await db.Set<EvaluationText>().Where(t => t.OfferingId == id && t.Item == item.Number).OrderBy(t => t.Id).Take(MaxTexts)
                        .Select(t => t.Text).ToListAsync(cancellationToken)
                    : null));
        }
        return new(id, handedIn, box?.Counted ?? 0, EvaluationBox.Least, results);
    }

    /// <summary>The form of the offering, or the default one.</summary>
    internal static async Task<(Guid Version, IReadOnlyList<EvaluationItem> Items)> FormAsync(DeliveryDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Set<EvaluationForm>().AsNoTracking().SingleOrDefaultAsync(f => f.OfferingId == id, cancellationToken) is { } form
            ? (form.Version, form.Items)
            : (Guid.Empty, EvaluationForm.Default);
}
