using System.Globalization;
using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal static class ListNeeds
{
    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, string? status, string? agency, ClaimsPrincipal user,
        CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(2, out var key, out var invalid)) return invalid;
        NeedStatus? only = null;
        if (status is not null && !Wire.TryParse(status, out only))
            return Problems.Invalid("status", $"Nilai 'status' harus salah satu dari: {Wire.All<NeedStatus>()}.");
        if (agency?.Contains('\0') == true) return Problems.Invalid("agency", "Nilai 'agency' bukan kode perangkat daerah.");

        var needs = db.Needs.AsNoTracking();
        if (user.IsInRole(Roles.TrainingAdmin))
        {
            if (agency is not null) needs = needs.Where(n => n.AgencyCode == agency);
        }
        else
        {
            var own = user.Agency();
            if (own is null || (agency is not null && !string.Equals(agency, own, StringComparison.Ordinal)))
                return Problems.Forbidden("Usulan hanya dapat dilihat oleh perangkat daerah yang mengusulkannya.");
            needs = needs.Where(n => n.AgencyCode == own);
        }
        if (only is not null) needs = needs.Where(n => n.Status == only);
        if (key is not null)
        {
            if (!DateTimeOffset.TryParseExact(key[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                || !Guid.TryParse(key[1], out var id)) return PageQuery.NoCursor;
            needs = needs.Where(n => EF.Functions.GreaterThan(ValueTuple.Create(n.ProposedAt, n.Id), ValueTuple.Create(at.ToUniversalTime(), id)));
        }
        var rows = await needs.OrderBy(n => n.ProposedAt).ThenBy(n => n.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<NeedResponse>.Of(
            [.. rows.Select(NeedResponse.Of)], page.Size, n => [n.ProposedAt.ToString("O", CultureInfo.InvariantCulture), n.Id.ToString()]));
    }
}

internal static class GetNeed
{
    public static async Task<IResult> Handle(Guid id, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        var need = await db.Needs.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
        // To another agency it does not exist: not even that it was proposed is theirs to know.
        return need is not null && (user.IsInRole(Roles.TrainingAdmin) || string.Equals(need.AgencyCode, user.Agency(), StringComparison.Ordinal))
            ? TypedResults.Ok(NeedResponse.Of(need))
            : Problems.NotFound($"Usulan {id}");
    }
}
