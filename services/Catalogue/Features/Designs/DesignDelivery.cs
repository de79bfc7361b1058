using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Designs;

internal sealed record DesignDeliveryRequest(IReadOnlyList<ModuleModeRequest?>? Modules);

internal sealed record ModuleModeRequest(int? Number, DeliveryMode? Mode)
{
    public ModuleMode ModuleMode => new(Number!.Value, Mode!.Value);
}

internal sealed class DesignDeliveryValidator : AbstractValidator<DesignDeliveryRequest>
{
    public DesignDeliveryValidator()
    {
        RuleFor(r => r.Modules).NotEmpty();
        RuleForEach(r => r.Modules).NotNull().SetValidator(new ModuleModeValidator()!);
    }
}

internal sealed class ModuleModeValidator : AbstractValidator<ModuleModeRequest>
{
    public ModuleModeValidator()
    {
        RuleFor(m => m.Number).NotNull();
        RuleFor(m => m.Mode).NotNull();
    }
}

internal static class DesignDelivery
{
    public static async Task<IResult> Handle(
        Guid id, DesignDeliveryRequest request, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");

        var now = clock.Now();
        var rules = await db.RulesInForceAsync(Wib.DateOf(now), cancellationToken);
        if (programme.DesignDelivery([.. request.Modules!.Select(m => m!.ModuleMode)], rules, user.Subject(), now) is { } broken) return broken.ToProblem();

        await db.SaveAsync(programme, cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(DesignResponse.Of(programme, rules));
    }
}
