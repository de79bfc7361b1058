using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Data;

/// <summary>The version in force on a day: of those that are valid by then the latest.</summary>
internal static class VersionsInForce
{
    public static Task<DeliveryRules> RulesInForceAsync(this CatalogueDbContext db, DateOnly day, CancellationToken cancellationToken) =>
        db.DeliveryRules.AsNoTracking().Where(r => r.ValidFrom <= day)
            .OrderByDescending(r => r.ValidFrom).ThenByDescending(r => r.Version).FirstAsync(cancellationToken);

    public static Task<ReviewChecklist> ChecklistInForceAsync(this CatalogueDbContext db, DateOnly day, CancellationToken cancellationToken) =>
        db.Checklists.AsNoTracking().Where(c => c.ValidFrom <= day)
            .OrderByDescending(c => c.ValidFrom).ThenByDescending(c => c.Version).FirstAsync(cancellationToken);
}
