using Bpsdm.Catalogue.Data;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record AgencyResponse(string Code, string Name);

internal static class ListAgencies
{
    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(1, out var key, out var invalid)) return invalid;
        var after = key?[0];
        return await cache.AnswerAsync($"{page.Size}:{page.After}", PublicCache.Agencies, async token =>
        {
            var query = db.Agencies.OrderBy(a => a.Code).Select(a => new AgencyResponse(a.Code, a.Name));
            if (after is not null) query = query.Where(a => a.Code.CompareTo(after) > 0);
            return Page<AgencyResponse>.Of(await query.Take(page.Size + 1).ToListAsync(token), page.Size, a => [a.Code]);
        }, "Perangkat daerah", cancellationToken);
    }
}
