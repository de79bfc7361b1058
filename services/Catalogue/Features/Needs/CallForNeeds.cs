using System.Globalization;
using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <param name="Opens">From the beginning of this day in WIB.</param>
/// <param name="Deadline">To the end of this day in WIB.</param>
internal sealed record CallForNeedsRequest(int? Year, DateOnly? Opens, DateOnly? Deadline, string? Guidance);

/// <param name="ClosesAt">The last second of the deadline, in WIB.</param>
/// <param name="DeadlineText">The same for people.</param>
internal sealed record CallResponse(
    Guid Id, int Year, DateOnly Opens, DateOnly Deadline, DateTimeOffset ClosesAt, string DeadlineText, bool Open, string Guidance,
    string CalledBy, DateTimeOffset CalledAt, IReadOnlyList<DeadlineMoveResponse> DeadlineMoves)
{
    private static readonly TimeSpan WibOffset = TimeSpan.FromHours(7);

    public static CallResponse Of(TrainingCall c, DateTimeOffset now)
    {
        var closesAt = Wib.At(c.Deadline.AddDays(1), TimeOnly.MinValue).AddSeconds(-1).ToOffset(WibOffset);
        return new(
            c.Id, c.Year, c.Opens, c.Deadline, closesAt, DateText.EndOf(c.Deadline), c.IsOpenAt(now), c.Guidance, c.CalledBy, c.CalledAt,
            [.. c.Moves.Select(m => new DeadlineMoveResponse(m.From, m.To, m.Reason, m.By, m.At))]);
    }
}

internal sealed record DeadlineMoveResponse(DateOnly From, DateOnly To, string Reason, string MovedBy, DateTimeOffset MovedAt);

internal static class DateText
{
    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id-ID");

    public static string ForPeople(DateOnly date) => date.ToString("d MMMM yyyy", Indonesian);

    public static string EndOf(DateOnly date) => $"{ForPeople(date)} pukul 23.59 WIB";
}

internal sealed class CallForNeedsValidator : AbstractValidator<CallForNeedsRequest>
{
    public CallForNeedsValidator()
    {
        RuleFor(r => r.Year).NotNull().InclusiveBetween(2020, 2100);
        RuleFor(r => r.Opens).NotNull().InclusiveBetween(new DateOnly(2019, 1, 1), new DateOnly(2100, 12, 31));
        RuleFor(r => r.Deadline).NotNull();
        RuleFor(r => r.Guidance).Prose();
    }
}

internal static class CallForNeeds
{
    public static async Task<IResult> Handle(
        CallForNeedsRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } id) return Ids.Malformed;
        var now = clock.GetUtcNow();
        var existing = await db.Calls.AsNoTracking().Include(c => c.Moves).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (existing is not null)
            return string.Equals(existing.CalledBy, user.Subject(), StringComparison.Ordinal)
                ? TypedResults.Ok(CallResponse.Of(existing, now))
                : Ids.TakenByAnother;
        var year = request.Year!.Value;
        if (await db.Calls.AnyAsync(c => c.Year == year, cancellationToken))
            return Problems.Conflict("call-exists", $"year: panggilan usulan tahun {year} sudah ada.");
        if (TrainingCall.Open(id, year, request.Opens!.Value, request.Deadline!.Value, request.Guidance!, user.Subject(), now).Failed(out var broken, out var call))
            return broken.ToProblem();

        db.Calls.Add(call);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/catalogue/calls/{year}", CallResponse.Of(call, now));
    }
}
