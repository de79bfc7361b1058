using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Data;

internal static class ProgrammeSaving
{
    /// <summary>
    /// Saves the programme with its modules and design. The row of the programme is written even where only those changed:
    /// its version then tells two who change one programme at once, and the later one gets 409.
    /// </summary>
    public static Task SaveAsync(this CatalogueDbContext db, Programme programme, CancellationToken cancellationToken)
    {
        db.ChangeTracker.DetectChanges();
        if (db.Entry(programme).State is EntityState.Unchanged) db.Entry(programme).Property(p => p.Jp).IsModified = true;
        return db.SaveChangesAsync(cancellationToken);
    }
}
