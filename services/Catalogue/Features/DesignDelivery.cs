using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record DesignDeliveryRequest(IReadOnlyList<ModuleModeRequest?>? Modules);

internal sealed record ModuleModeRequest(int? Number, DeliveryMode? Mode);

internal sealed class DesignDeliveryValidator : AbstractValidator<DesignDeliveryRequest>
{
    public DesignDeliveryValidator()
    {
        RuleFor(r => r.Modules).NotEmpty();
        RuleForEach(r => r.Modules).NotNull().ChildRules(module =>
        {
            module.RuleFor(m => m!.Number).NotNull();
            module.RuleFor(m => m!.Mode).NotNull();
        });
    }
}

internal static class DesignDelivery
{
    public static async Task<IResult> Handle(
        Guid id, DesignDeliveryRequest request, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.Include(p => p.Modules).Include(p => p.Design).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (programme is null) return Problems.NotFound($"Program {id}");

        var now = clock.Now();
        var today = Wib.DateOf(now);
        var rules = await db.DeliveryRules.AsNoTracking().Where(r => r.ValidFrom <= today)
            .OrderByDescending(r => r.ValidFrom).ThenByDescending(r => r.Version).FirstAsync(cancellationToken);
        var modes = request.Modules!.Select(m => new ModuleMode(m!.Number!.Value, m.Mode!.Value)).ToArray();
        if (programme.DesignDelivery(modes, rules, user.Subject(), now) is { } broken) return broken.ToProblem();

        await db.SaveAsync(programme, cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(DesignResponse.Of(programme, rules));
    }
}
