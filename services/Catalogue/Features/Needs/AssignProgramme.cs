using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

internal sealed record AssignProgrammeRequest(Guid? ProgrammeId, string? Reason);

internal sealed class AssignProgrammeValidator : AbstractValidator<AssignProgrammeRequest>
{
    public AssignProgrammeValidator()
    {
        RuleFor(r => r.ProgrammeId).NotNull();
        RuleFor(r => r.Reason).Prose().When(r => r.Reason is not null);
    }
}

/// <summary>The catalogue has got a programme for a topic that was accepted: only then can it be planned.</summary>
internal static class AssignProgramme
{
    public static async Task<IResult> Handle(
        Guid id, AssignProgrammeRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockedNeedAsync(id, cancellationToken) is not { } need) return NeedAccess.NotFound(id);
        var programme = request.ProgrammeId!.Value;
        if (!await db.Programmes.AnyAsync(p => p.Id == programme, cancellationToken)) return NeedRequest.UnknownProgramme(programme);
        if (await db.PlannedAsync([id], cancellationToken) is { } planned) return planned.ToProblem();
        if (need.AssignProgramme(programme, request.Reason, user.Subject(), clock.GetUtcNow()) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.RespondAsync(need, cancellationToken));
    }
}
