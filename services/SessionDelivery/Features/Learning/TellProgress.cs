using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Features.Batching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Learning;

public sealed record ProgressFactsRequest(IReadOnlyList<ProgressFactRequest?>? Facts);

/// <param name="Id">Made by the client; the answer names it.</param>
/// <param name="Position">Second of a video or page of a document, where to go on; with <paramref name="At"/>.</param>
/// <param name="At">When the client was there, by its own clock.</param>
public sealed record ProgressFactRequest(Guid? Id, Guid? ItemId, int? Percent, int? Position, DateTimeOffset? At);

/// <param name="Modules">Of every self-paced module, as it stands now.</param>
/// <param name="Outcome">in-progress, completed, failed or cancelled.</param>
public sealed record ProgressFactsResponse(IReadOnlyList<ToldFact> Facts, IReadOnlyList<ProgressResponse> Modules, string Outcome);

/// <param name="Result">accepted; known: it says nothing new; refused.</param>
/// <param name="Problem">Why it was refused: the type of a problem.</param>
public sealed record ToldFact(Guid Id, string Result, string? Problem = null, string? Detail = null);

internal sealed class ProgressFactsRequestValidator : AbstractValidator<ProgressFactsRequest>
{
    public const int MaxFacts = 500;

    public ProgressFactsRequestValidator()
    {
        RuleFor(r => r.Facts).Must(f => f is { Count: >= 1 and <= MaxFacts }).WithMessage($"Kirim 1 sampai {MaxFacts} fakta.");
        RuleForEach(r => r.Facts).NotNull().WithMessage("Fakta tidak boleh kosong.").ChildRules(fact =>
        {
            fact.RuleFor(f => f!.Id).Must(id => id is not null && id != Guid.Empty).WithMessage("Id fakta wajib diisi (UUID buatan pengirim).");
            fact.RuleFor(f => f!.ItemId).NotNull().WithMessage("Id butir wajib diisi.");
            fact.RuleFor(f => f!.Percent).NotNull().WithMessage("Persentase wajib diisi.").InclusiveBetween(0, 100).WithMessage("Persentase harus antara 0 dan 100.");
            fact.RuleFor(f => f!.Position).GreaterThanOrEqualTo(0).WithMessage("Posisi tidak boleh negatif.");
            fact.RuleFor(f => f!.At).NotNull().When(f => f?.Position is not null).WithMessage("Waktu wajib diisi bila posisi disebut.");
        });
    }
}

/// <summary>
/// A client tells what was learned while it was offline, or as it goes: a batch of facts in any order, some of them again.
/// All of them are one command, which the writer puts into one transaction with those of others (decision 0052).
/// </summary>
internal static class TellProgress
{
    /// <summary>A clock that runs further ahead is wrong: it would keep the place where to go on for as long.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public static async Task<Results<Ok<ProgressFactsResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ProgressFactsRequest request, ClaimsPrincipal user, OfferingCache offerings, DeliveryWriter writer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        var now = time.Now();
        var facts = request.Facts!.Select(f => new ItemFact(f!.Id!.Value, f.ItemId!.Value, new(f.Percent!.Value, BookmarkOf(f, now)))).ToList();
        var answer = await writer.SubmitAsync(new Command(found.Offering, nip, facts, now), cancellationToken);
        return answer.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(answer.Value!);
    }

    /// <summary>In whole microseconds, as it is kept: told again, it is the same.</summary>
    private static Bookmark? BookmarkOf(ProgressFactRequest fact, DateTimeOffset now) =>
        fact is { Position: { } position, At: { } at } && at <= now + ClockSkew ? new(new(at.UtcTicks / 10 * 10, TimeSpan.Zero), position) : null;

    private sealed class Command(Offering offering, string nip, IReadOnlyList<ItemFact> facts, DateTimeOffset now)
        : DeliveryCommand<ProgressFactsResponse>(offering, nip)
    {
        public override bool NeedsPath => true;

        protected override Answer<ProgressFactsResponse> Handle(ParticipantRecord record) => new ProgressFactsResponse(
            [.. record.Learn(facts, now).Select(Told)],
            [.. Offering.Modules.Where(m => m.IsSelfPaced).Select(m => new ProgressResponse(m.Id, record.Progress.GetValueOrDefault(m.Id)))],
            record.Outcome.Name(record.Cancelled));

        private static ToldFact Told(FactAnswer answer)
        {
            if (answer.Refusal is null) return new(answer.Id, answer.Accepted ? "accepted" : "known");
            var problem = answer.Refusal.Value.ToProblem().ProblemDetails;
            return new(answer.Id, "refused", problem.Type, problem.Detail);
        }
    }
}
