using System.Globalization;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

internal sealed record OfferingSummary(
    Guid Id, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, Category Category, int Year, int Angkatan, int Jp,
    Verdict DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate, OfferingStatus Status, DateTimeOffset EnrolmentOpensAt,
    DateTimeOffset EnrolmentClosesAt, int Capacity);

/// <summary>The latest first.</summary>
internal static class ListOfferings
{
    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, string? programme, string? status, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(2, out var key, out var invalid)) return invalid;
        Guid? only = null;
        if (programme is not null)
        {
            if (!Guid.TryParse(programme, out var parsed)) return Problems.Invalid("programme", "Nilai 'programme' harus berupa uuid program.");
            only = parsed;
        }
        OfferingStatus? state = null;
        if (status is not null && !Wire.TryParse(status, out state))
            return Problems.Invalid("status", $"Nilai 'status' harus salah satu dari: {Wire.All<OfferingStatus>()}.");
        (DateOnly Start, Guid Id)? after = null;
        if (key is not null)
        {
            if (!DateOnly.TryParseExact(key[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
                || !Guid.TryParse(key[1], out var id)) return PageQuery.NoCursor;
            after = (start, id);
        }
        return await cache.AnswerAsync($"{page.Size}:{only}:{status}:{page.After}", PublicCache.Offerings, ReadAsync, "Angkatan", cancellationToken);

        async Task<Page<OfferingSummary>?> ReadAsync(CancellationToken token)
        {
            var offerings = db.Offerings.AsNoTracking();
            if (only is not null) offerings = offerings.Where(o => o.ProgrammeId == only);
            if (state is not null) offerings = offerings.Where(o => o.Status == state);
            if (after is var (start, id))
                offerings = offerings.Where(o => EF.Functions.LessThan(ValueTuple.Create(o.StartDate, o.Id), ValueTuple.Create(start, id)));
            var rows = await offerings.OrderByDescending(o => o.StartDate).ThenByDescending(o => o.Id).Take(page.Size + 1)
                .Select(o => new OfferingSummary(
                    o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Year, o.Angkatan, o.Jp, o.DeliveryMode, o.Place,
                    o.StartDate, o.EndDate, o.Status, o.Enrolment.OpensAt, o.Enrolment.ClosesAt, o.Capacity))
                .ToListAsync(token);
            return Page<OfferingSummary>.Of(rows, page.Size, o => [o.StartDate.ToString("O", CultureInfo.InvariantCulture), o.Id.ToString()]);
        }
    }
}
