using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record ProposeNeedRequest(
    Guid? ProgrammeId, string? Topic, int? Headcount, int? Year, int? Quarter, NeedPriority? Priority, string? Reason);

internal sealed record NeedResponse(
    Guid Id, string Agency, Guid? ProgrammeId, string? Topic, int Headcount, int Year, int Quarter, NeedPriority Priority, string Reason,
    NeedStatus Status, string ProposedBy, DateTimeOffset ProposedAt, string? RejectionReason, string? DecidedBy, DateTimeOffset? DecidedAt)
{
    public static NeedResponse Of(TrainingNeed n) => new(
        n.Id, n.AgencyCode, n.ProgrammeId, n.Topic, n.Headcount, n.Year, n.Quarter, n.Priority, n.Reason,
        n.Status, n.ProposedBy, n.ProposedAt, n.RejectionReason, n.DecidedBy, n.DecidedAt);
}

internal sealed class ProposeNeedValidator : AbstractValidator<ProposeNeedRequest>
{
    public ProposeNeedValidator()
    {
        RuleFor(r => r.Topic).NotNull().When(r => r.ProgrammeId is null).WithMessage("Sebutkan 'programmeId' atau 'topic'.");
        RuleFor(r => r.Topic).Text(300).When(r => r.Topic is not null);
        RuleFor(r => r.Headcount).NotNull().InclusiveBetween(1, 1_000_000);
        RuleFor(r => r.Year).NotNull().InclusiveBetween(2020, 2100);
        RuleFor(r => r.Quarter).NotNull().InclusiveBetween(1, 4);
        RuleFor(r => r.Priority).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}

internal static class ProposeNeed
{
    public static async Task<IResult> Handle(
        ProposeNeedRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Ids.From(idempotencyKey) is not { } id) return Ids.Malformed;
        // Nobody names an agency: it is the one that the token acts for.
        if (user.Agency() is not { } agency) return Problems.Forbidden("Token ini tidak mewakili perangkat daerah mana pun.");
        var existing = await db.Needs.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
        if (existing is not null)
            return string.Equals(existing.ProposedBy, user.Subject(), StringComparison.Ordinal) ? TypedResults.Ok(NeedResponse.Of(existing)) : Ids.TakenByAnother;
        if (!await db.Agencies.AnyAsync(a => a.Code == agency, cancellationToken))
            return Problems.Unprocessable("unknown-agency", $"Perangkat daerah {agency} tidak terdaftar.");
        if (request.ProgrammeId is { } programme && !await db.Programmes.AnyAsync(p => p.Id == programme, cancellationToken))
            return Problems.Unprocessable("unknown-programme", $"programmeId: program {programme} tidak ada dalam katalog.");

        var need = TrainingNeed.Propose(
            id, agency, request.ProgrammeId, request.Topic, request.Headcount!.Value, request.Year!.Value, request.Quarter!.Value,
            request.Priority!.Value, request.Reason!, user.Subject(), clock.GetUtcNow());
        db.Needs.Add(need);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/catalogue/needs/{id}", NeedResponse.Of(need));
    }
}
