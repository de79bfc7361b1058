using System.Text;
using System.Text.Json.Serialization;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Data.Mappings;
using Bpsdm.Catalogue.Domain;
using Bpsdm.Catalogue.Features.Offerings;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace Bpsdm.Catalogue.Features.Schedules;

internal sealed record CalendarResponse(DateOnly From, DateOnly To, IReadOnlyList<CalendarOffering> Items);

internal sealed record CalendarOffering(
    Guid OfferingId, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year, Verdict DeliveryMode, string Place,
    DateOnly StartDate, DateOnly EndDate, OfferingStatus Status, string? StatusReason, int Revision)
{
    /// <summary>In the file, not in the page.</summary>
    [JsonIgnore]
    public DateTimeOffset ChangedAt { get; init; }

    public IReadOnlyList<SessionResponse> Sessions { get; init; } = [];
}

/// <summary>Offerings that are held between two days, with their sessions: for people's calendars (text/calendar) and for pages (JSON).</summary>
internal static class GetCalendar
{
    private const int DefaultDays = 90;
    private const int MaxDays = 366;
    private const int MaxOfferings = 1000;
    private const string CalendarType = "text/calendar; charset=utf-8";

    public static async Task<IResult> Handle(
        [AsParameters] CalendarQuery query, HttpContext context, CatalogueDbContext db, PublicCache cache, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (query.IsInvalid(Wib.DateOf(clock.Now()), out var range, out var invalid)) return invalid;
        var asCalendar = query.Format is "ics" || (query.Format is null && Prefers(context.Request, "text/calendar"));
        context.Response.Headers.Vary = "Accept";
        var (suffix, type) = asCalendar ? (":ics", CalendarType) : ("", PublicCache.JsonType);
        var body = await cache.KeepAsync($"calendar:{range.From:O}:{range.To:O}:{range.Programme}{suffix}", PublicCache.Offerings, async token =>
        {
            var offerings = await ReadAsync(db, range, token);
            return offerings.Length > MaxOfferings ? []
                : asCalendar ? Encoding.UTF8.GetBytes(CalendarFile.Of(offerings))
                : cache.Json(new CalendarResponse(range.From, range.To, offerings));
        }, cancellationToken);
        return body.Length > 0 ? PublicCache.Answer(body, type)
            : Problems.Invalid("to", $"Lebih dari {MaxOfferings} angkatan; persempit 'from' dan 'to', atau sebut 'programme'.");
    }

    // Two statements of columns: as entities with all their parts a month took about twice as long.
    private static async Task<CalendarOffering[]> ReadAsync(CatalogueDbContext db, CalendarRange range, CancellationToken cancellationToken)
    {
        var offerings = await Held(db, range).OrderBy(o => o.StartDate).ThenBy(o => o.Id).Take(MaxOfferings + 1)
            .Select(o => new CalendarOffering(
                o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Angkatan, o.Year, o.DeliveryMode, o.Place,
                o.StartDate, o.EndDate, o.Status, o.StatusReason, o.Revision) { ChangedAt = o.ChangedAt })
            .ToArrayAsync(cancellationToken);
        var ids = offerings.Select(o => o.OfferingId).ToArray();
        var sessions = await db.Set<Session>().Where(s => ids.Contains(EF.Property<Guid>(s, "OfferingId"))).OrderBy(s => s.Number).ThenBy(s => s.Id)
            .Select(s => new
            {
                OfferingId = EF.Property<Guid>(s, "OfferingId"),
                Session = new SessionResponse(
                    s.Id, s.ModuleId, s.Number, s.Title, s.Mode, s.StartsAt, s.EndsAt,
                    s.Instructors.OrderBy(i => EF.Functions.Collate(i.Name, "C")).Select(i => i.Name).ToList()),
            })
            .ToListAsync(cancellationToken);
        var of = sessions.ToLookup(s => s.OfferingId, s => s.Session);
        return [.. offerings.Select(o => o with { Sessions = [.. of[o.OfferingId]] })];
    }

    private static IQueryable<Offering> Held(CatalogueDbContext db, CalendarRange range)
    {
        var days = new NpgsqlRange<DateOnly>(range.From, range.To);
        var offerings = db.Offerings.AsNoTracking().Where(o => EF.Property<NpgsqlRange<DateOnly>>(o, OfferingMapping.During).Overlaps(days));
        return range.Programme is { } programme ? offerings.Where(o => o.ProgrammeId == programme) : offerings;
    }

    private static bool Prefers(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1).FirstOrDefault()?.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) == true;

    internal sealed record CalendarRange(DateOnly From, DateOnly To, Guid? Programme);

    /// <param name="From">First day, WIB; today where it is left out.</param>
    /// <param name="To">Last day; 90 days on where it is left out.</param>
    /// <param name="Programme">Only this one.</param>
    /// <param name="Format"><c>ics</c> or <c>json</c>, for clients that cannot send an Accept header.</param>
    internal sealed record CalendarQuery(string? From, string? To, string? Programme, string? Format)
    {
        public bool IsInvalid(DateOnly today, out CalendarRange range, out ValidationProblem invalid)
        {
            DateOnly from = today, to = default;
            var programme = Guid.Empty;
            invalid = null!;
            if (From is not null && !Dates.TryParse(From, out from)) invalid = Problems.Invalid("from", "Nilai 'from' harus tanggal YYYY-MM-DD.");
            else if (To is not null && !Dates.TryParse(To, out to)) invalid = Problems.Invalid("to", "Nilai 'to' harus tanggal YYYY-MM-DD.");
            else if (Programme is not null && !Guid.TryParse(Programme, out programme)) invalid = Problems.Invalid("programme", "Nilai 'programme' harus berupa uuid program.");
            else if (Format is not (null or "ics" or "json")) invalid = Problems.Invalid("format", "Nilai 'format' harus 'ics' atau 'json'.");
            if (To is null) to = from.AddDays(DefaultDays);
            if (invalid is null && (to < from || to.DayNumber - from.DayNumber > MaxDays))
                invalid = Problems.Invalid("to", $"Nilai 'to' tidak boleh sebelum 'from', dan paling jauh {MaxDays} hari sesudahnya.");
            range = new(from, to, Programme is null ? null : programme);
            return invalid is not null;
        }
    }
}
