using System.Globalization;
using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Needs;

/// <summary>What a list of needs is filtered by; text, so that what is wrong is named as the client wrote it.</summary>
internal readonly record struct NeedFilter(string? Year, string? Agency, string? Programme, string? Status, string? Priority, string? Quarter)
{
    public bool IsInvalid(IQueryable<TrainingNeed> needs, out IQueryable<TrainingNeed> filtered, out ValidationProblem invalid)
    {
        filtered = needs;
        invalid = null!;
        if (Year is not null)
        {
            if (!TryNumber(Year, out var year)) return Wrong("year", "harus berupa tahun", out invalid);
            filtered = filtered.Where(n => n.Year == year);
        }
        if (Agency is { } agency)
        {
            if (agency.Contains('\0')) return Wrong("agency", "bukan kode perangkat daerah", out invalid);
            filtered = filtered.Where(n => n.AgencyCode == agency);
        }
        if (Programme is not null)
        {
            if (!Guid.TryParse(Programme, out var programme)) return Wrong("programme", "harus berupa uuid program", out invalid);
            filtered = filtered.Where(n => n.ProgrammeId == programme);
        }
        if (Status is not null)
        {
            if (!Wire.TryParse<NeedStatus>(Status, out var status)) return Wrong("status", $"harus salah satu dari: {Wire.All<NeedStatus>()}", out invalid);
            filtered = filtered.Where(n => n.Status == status);
        }
        if (Priority is not null)
        {
            if (!Wire.TryParse<NeedPriority>(Priority, out var priority)) return Wrong("priority", $"harus salah satu dari: {Wire.All<NeedPriority>()}", out invalid);
            filtered = filtered.Where(n => n.Priority == priority);
        }
        if (Quarter is not null)
        {
            if (!TryNumber(Quarter, out var quarter) || quarter is < 1 or > 4) return Wrong("quarter", "harus 1 sampai 4", out invalid);
            filtered = filtered.Where(n => n.Quarter == quarter);
        }
        return false;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Wrong(string field, string rule, out ValidationProblem invalid)
    {
        invalid = Problems.Invalid(field, $"Nilai '{field}' {rule}.");
        return true;
    }
}

/// <summary>In the order in which they were drafted.</summary>
internal static class ListNeeds
{
    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, [AsParameters] NeedFilter filter, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(2, out var key, out var invalid)) return invalid;
        if (filter.IsInvalid(db.Needs.AsNoTracking().VisibleTo(user), out var needs, out invalid)) return invalid;
        if (!user.IsInRole(Roles.TrainingAdmin)
            && (user.Agency() is not { } own || (filter.Agency is not null && !string.Equals(filter.Agency, own, StringComparison.Ordinal))))
            return Problems.Forbidden("Usulan hanya dapat dilihat oleh perangkat daerah yang mengusulkannya.");
        if (key is not null)
        {
            if (!DateTimeOffset.TryParseExact(key[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                || !Guid.TryParse(key[1], out var id)) return PageQuery.NoCursor;
            needs = needs.Where(n => EF.Functions.GreaterThan(ValueTuple.Create(n.DraftedAt, n.Id), ValueTuple.Create(at.ToUniversalTime(), id)));
        }
        var rows = await needs.OrderBy(n => n.DraftedAt).ThenBy(n => n.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<NeedResponse>.Of(
            await db.RespondAsync(rows, cancellationToken), page.Size, n => [n.DraftedAt.ToString("O", CultureInfo.InvariantCulture), n.Id.ToString()]));
    }
}

internal static class GetNeed
{
    public static async Task<IResult> Handle(Guid id, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.Needs.AsNoTracking().VisibleTo(user).SingleOrDefaultAsync(n => n.Id == id, cancellationToken) is { } need
            ? TypedResults.Ok(await db.RespondAsync(need, cancellationToken)).Tagged(need.Revision)
            : NeedAccess.NotFound(id);
}

internal sealed record NeedHistoryResponse(IReadOnlyList<NeedEventResponse> Items);

/// <param name="OtherNeedId">The other need of a merge.</param>
internal sealed record NeedEventResponse(NeedAction Action, string? Reason, Guid? OtherNeedId, string DoneBy, DateTimeOffset DoneAt);

internal static class GetNeedHistory
{
    public static async Task<IResult> Handle(Guid id, ClaimsPrincipal user, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.Needs.AsNoTracking().VisibleTo(user).Include(n => n.History).SingleOrDefaultAsync(n => n.Id == id, cancellationToken) is { } need
            ? TypedResults.Ok(new NeedHistoryResponse(
                [.. need.History.Select(e => new NeedEventResponse(e.Action, e.Reason, e.OtherNeedId, e.By, e.At))]))
            : NeedAccess.NotFound(id);
}
