using System.Globalization;
using Bpsdm.Catalogue.Data;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>The latest year first.</summary>
internal static class ListCalls
{
    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(1, out var key, out var invalid)) return invalid;
        var calls = db.Calls.AsNoTracking();
        if (key is not null)
        {
            if (!int.TryParse(key[0], NumberStyles.None, CultureInfo.InvariantCulture, out var before)) return PageQuery.NoCursor;
            calls = calls.Where(c => c.Year < before);
        }
        var now = clock.GetUtcNow();
        var rows = await calls.OrderByDescending(c => c.Year).Take(page.Size + 1).Include(c => c.Moves).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<CallResponse>.Of(
            [.. rows.Select(c => CallResponse.Of(c, now))], page.Size, c => [c.Year.ToString(CultureInfo.InvariantCulture)]));
    }
}

internal static class GetCall
{
    public static async Task<IResult> Handle(int year, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        await db.Calls.AsNoTracking().Include(c => c.Moves).SingleOrDefaultAsync(c => c.Year == year, cancellationToken) is { } call
            ? TypedResults.Ok(CallResponse.Of(call, clock.GetUtcNow()))
            : NotFound(year);

    public static ProblemHttpResult NotFound(int year) => Problems.NotFound($"Panggilan usulan tahun {year}");
}
