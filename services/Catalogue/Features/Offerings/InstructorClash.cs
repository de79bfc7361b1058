using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <summary>Nobody teaches in two places at once.</summary>
internal static class InstructorClash
{
    /// <summary>
    /// Saves the offering and says where it clashes; the caller commits only when it does not. Whoever schedules the same person
    /// meanwhile waits before a row is written: the exclusion constraint, which guards what goes past this, waits at the commit
    /// for the rows of others, and one that had written and then waited here would wait in a circle.
    /// </summary>
    public static async Task<ProblemHttpResult?> SaveUnlessClashAsync(this CatalogueDbContext db, Offering offering, CancellationToken cancellationToken)
    {
        var instructors = offering.Sessions.SelectMany(s => s.Instructors).Select(i => i.InstructorId).Distinct(StringComparer.Ordinal).ToArray();
        if (instructors.Length > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock(hashtextextended(id, 8)) FROM (SELECT id FROM unnest({instructors}) AS id ORDER BY id) AS i",
                cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (instructors.Length == 0) return null;
        var clash = await (
            from mine in db.Set<Teaching>()
            join session in db.Set<Session>() on mine.SessionId equals session.Id
            join other in db.Set<Teaching>() on mine.InstructorId equals other.InstructorId
            join taken in db.Set<Session>() on other.SessionId equals taken.Id
            join at in db.Offerings on EF.Property<Guid>(taken, "OfferingId") equals at.Id
            where EF.Property<Guid>(session, "OfferingId") == offering.Id && other.SessionId != mine.SessionId
                && !mine.Released && !other.Released && mine.StartsAt < other.EndsAt && other.StartsAt < mine.EndsAt
            orderby session.Number, taken.StartsAt
            select new { mine.Name, session.Number, at.ProgrammeCode, at.Angkatan, at.Year, Taken = taken.Number, taken.Title, taken.StartsAt, taken.EndsAt, taken.Id })
            .FirstOrDefaultAsync(cancellationToken);
        return clash is null ? null : Problems.Conflict("instructor-clash",
            $"Sesi {clash.Number}: {clash.Name} pada waktu itu mengajar sesi {clash.Taken} '{clash.Title}' ({clash.Id}) dari {clash.ProgrammeCode} "
            + $"angkatan {clash.Angkatan}/{clash.Year}, {Wib.DateOf(clash.StartsAt):yyyy-MM-dd} {Wib.TimeOf(clash.StartsAt):HH\\:mm}–{Wib.TimeOf(clash.EndsAt):HH\\:mm} WIB.");
    }
}
