using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

internal static class OfferingReading
{
    public static IQueryable<Offering> WithParts(this IQueryable<Offering> offerings) =>
        offerings.Include(o => o.Modules).Include(o => o.Sessions).ThenInclude(s => s.Instructors).AsSplitQuery();

    /// <summary>The offering, locked until the transaction ends; null where there is none.</summary>
    public static async Task<Offering?> LockOfferingAsync(this CatalogueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM offerings WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Offerings.WithParts().SingleOrDefaultAsync(o => o.Id == id, cancellationToken);
    }

    public static async Task<WorkingCalendar> WorkingCalendarAsync(this CatalogueDbContext db, CancellationToken cancellationToken) =>
        new(await db.Holidays.Where(h => !h.Removed).Select(h => h.Date).ToListAsync(cancellationToken));
}
