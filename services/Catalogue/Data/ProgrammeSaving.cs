using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Data;

internal static class ProgrammeSaving
{
    /// <summary>In one query: two would see a design that is saved between them as another programme's, and find no modules.</summary>
    public static IQueryable<Programme> WithParts(this IQueryable<Programme> programmes) =>
        programmes.Include(p => p.Curricula).ThenInclude(c => c.Modules).Include(p => p.Design);

    /// <summary>The programme, locked until the transaction ends; null where there is none.</summary>
    public static async Task<Programme?> LockProgrammeAsync(this CatalogueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM programmes WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Programmes.WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
    }

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
