using System.Security.Claims;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Bpsdm.Catalogue.Features.Offerings;

internal sealed record CancelOfferingRequest(string? Reason);

internal sealed class CancelOfferingValidator : AbstractValidator<CancelOfferingRequest>
{
    public CancelOfferingValidator() => RuleFor(r => r.Reason).Prose();
}

internal static class CancelOffering
{
    public static Task<IResult> Handle(
        Guid id, CancelOfferingRequest request, [FromHeader(Name = Ids.Header)] string? idempotencyKey, ClaimsPrincipal user,
        OfferingChanges changes, TimeProvider clock, CancellationToken cancellationToken) =>
        changes.ApplyAsync(id, OfferingStatus.Cancelled, idempotencyKey, user, (offering, changeId) =>
            offering.Cancel(changeId, request.Reason!, user.Subject(), clock.Now()), cancellationToken);
}
