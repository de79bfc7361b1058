using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <param name="EndDate">Left out, as many working days as before.</param>
/// <param name="Sessions">Those that are to be held at other times than on the same working day at the same hour.</param>
internal sealed record PostponeOfferingRequest(
    DateOnly? StartDate, DateOnly? EndDate, IReadOnlyList<SessionMoveRequest?>? Sessions,
    DateTimeOffset? EnrolmentOpensAt, DateTimeOffset? EnrolmentClosesAt, DateTimeOffset? WithdrawalClosesAt, string? Reason)
{
    public Move Move => new(
        StartDate!.Value, EndDate, [.. (Sessions ?? []).Select(s => new SessionMove(s!.Number!.Value, s.StartsAt!.Value, s.EndsAt!.Value))],
        EnrolmentOpensAt, EnrolmentClosesAt, WithdrawalClosesAt, Reason!);
}

internal sealed record SessionMoveRequest(int? Number, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);

internal sealed class PostponeOfferingValidator : AbstractValidator<PostponeOfferingRequest>
{
    public PostponeOfferingValidator()
    {
        RuleFor(r => r.StartDate).NotNull().InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.EndDate).InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.Reason).Prose();
        RuleFor(r => r.Sessions).Must(sessions => sessions.AreDistinct(s => s.Number))
            .WithMessage("'sessions' menyebut satu nomor lebih dari sekali.");
        RuleForEach(r => r.Sessions).NotNull().ChildRules(session =>
        {
            session.RuleFor(s => s!.Number).NotNull();
            session.RuleFor(s => s!.StartsAt).NotNull();
            session.RuleFor(s => s!.EndsAt).NotNull();
        });
    }
}

internal static class PostponeOffering
{
    public static async Task<IResult> Handle(
        Guid id, PostponeOfferingRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        OfferingChanges changes, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var calendar = await db.WorkingCalendarAsync(cancellationToken);
        return await changes.ApplyAsync(id, OfferingStatus.Postponed, idempotencyKey, user, (offering, changeId) =>
            offering.Postpone(changeId, request.Move, calendar, user.Subject(), clock.Now()), cancellationToken);
    }
}
