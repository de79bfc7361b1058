using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Learning;

public sealed record ContentSourceRequest(Guid? OfferingId);

/// <summary>
/// Takes what another angkatan of the same programme learns, module by number. A copy: what is put right there afterwards
/// does not change what is being learned here. Modules that have content already keep it, so a repeated request adds nothing.
/// </summary>
internal static class CopyContent
{
    public static async Task<Results<Ok<OfferingContent>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        Guid id, ContentSourceRequest request, ClaimsPrincipal user, DeliveryDb db, OfferingCache offerings, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), id, cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering) return Answers.OfferingNotFound(id);
        if (request.OfferingId is not { } sourceId) return Problems.Invalid("offeringId", "Angkatan asal wajib disebut.");
        if (sourceId == id) return Problems.Invalid("offeringId", "Angkatan asal harus angkatan lain.");
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == sourceId, cancellationToken) is not { } source) return Answers.OfferingNotFound(sourceId);
        if (!string.Equals(source.ProgrammeCode, offering.ProgrammeCode, StringComparison.Ordinal))
            return Problems.Unprocessable("other-programme", $"Angkatan asal adalah program {source.ProgrammeCode}, sedangkan angkatan ini program {offering.ProgrammeCode}.");

        var known = await db.Set<ModuleContent>().AsNoTracking().Where(c => c.OfferingId == id).ToListAsync(cancellationToken);
        var (modules, items) = (known.Select(c => c.ModuleId).ToHashSet(), known.SelectMany(c => c.Items, (_, i) => i.Id).ToHashSet());
        var begun = await db.Progress.Where(p => db.Seats.Any(s => s.OfferingId == id && s.ParticipantId == p.ParticipantId))
            .Select(p => p.ModuleId).Distinct().ToListAsync(cancellationToken);
        foreach (var content in await db.Set<ModuleContent>().AsNoTracking().Where(c => c.OfferingId == sourceId).ToListAsync(cancellationToken))
        {
            var number = source.Modules.Find(m => m.Id == content.ModuleId)!.Number;
            if (offering.Modules.Find(m => m.Number == number && m.IsSelfPaced) is not { } module) continue;
            if (modules.Contains(module.Id) || begun.Contains(module.Id) || content.Items.Exists(i => items.Contains(i.Id))) continue;
            db.Add(new ModuleContent { OfferingId = id, ModuleId = module.Id, Items = content.Items, SetAt = time.Now(), SetBy = user.Subject() });
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(await ReadContent.OfAsync(db, offering, cancellationToken));
    }
}
