using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

internal sealed record MoveDeadlineRequest(DateOnly? Deadline, string? Reason);

internal sealed class MoveDeadlineValidator : AbstractValidator<MoveDeadlineRequest>
{
    public MoveDeadlineValidator()
    {
        RuleFor(r => r.Deadline).NotNull();
        RuleFor(r => r.Reason).Prose();
    }
}

internal static class MoveDeadline
{
    public static async Task<IResult> Handle(
        int year, MoveDeadlineRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var call = await db.Calls.Include(c => c.Moves).SingleOrDefaultAsync(c => c.Year == year, cancellationToken);
        if (call is null) return GetCall.NotFound(year);
        var now = clock.GetUtcNow();
        if (call.MoveDeadline(request.Deadline!.Value, request.Reason!, user.Subject(), now) is { } broken) return broken.ToProblem();
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(CallResponse.Of(call, now));
    }
}
