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
            var agencies = db.Agencies.AsNoTracking();
            if (after is not null) agencies = agencies.Where(a => a.Code.CompareTo(after) > 0);
            var rows = await agencies.OrderBy(a => a.Code).Take(page.Size + 1).Select(a => new AgencyResponse(a.Code, a.Name)).ToListAsync(token);
            return Page<AgencyResponse>.Of(rows, page.Size, a => [a.Code]);
        }, "Perangkat daerah", cancellationToken);
    }
}
