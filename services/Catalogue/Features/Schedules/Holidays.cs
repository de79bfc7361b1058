using System.Globalization;
using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Schedules;

internal sealed record HolidayResponse(
    DateOnly Date, string Name, HolidayKind Kind, string Source, Certainty Certainty, string ChangedBy, DateTimeOffset ChangedAt)
{
    public static HolidayResponse Of(Holiday h) => new(h.Date, h.Name, h.Kind, h.Source, h.Certainty, h.ChangedBy, h.ChangedAt);
}

internal sealed record PutHolidayRequest(string? Name, HolidayKind? Kind, string? Source, Certainty? Certainty);

internal sealed class PutHolidayValidator : AbstractValidator<PutHolidayRequest>
{
    public PutHolidayValidator()
    {
        RuleFor(r => r.Name).Text(200);
        RuleFor(r => r.Kind).NotNull();
        RuleFor(r => r.Source).Text(300);
    }
}

internal static class ListHolidays
{
    public static async Task<IResult> Handle(string? year, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || y < Dates.Earliest.Year || y > Dates.Latest.Year)
            return Problems.Invalid("year", $"Nilai 'year' harus {Dates.Earliest.Year} sampai {Dates.Latest.Year}.");
        var (first, last) = (new DateOnly(y, 1, 1), new DateOnly(y, 12, 31));
        var holidays = await db.Holidays.AsNoTracking().Where(h => !h.Removed && h.Date >= first && h.Date <= last)
            .OrderBy(h => h.Date).ToListAsync(cancellationToken);
        return TypedResults.Ok(holidays.Select(HolidayResponse.Of).ToArray());
    }
}

/// <summary>Adds a day off, or corrects one. What is scheduled already stays where it is until it is postponed.</summary>
internal static class PutHoliday
{
    public static async Task<IResult> Handle(
        string date, PutHolidayRequest request, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Dates.TryParse(date, out var day)) return NotADay(date);
        var (name, kind, source) = (request.Name!, request.Kind!.Value, request.Source!);
        var (certainty, by, now) = (request.Certainty ?? Certainty.Sure, user.Subject(), clock.Now());
        var holiday = await db.Holidays.SingleOrDefaultAsync(h => h.Date == day, cancellationToken);
        if (holiday is null) db.Holidays.Add(holiday = new Holiday(day, name, kind, source, certainty, by, now));
        else holiday.Become(name, kind, source, certainty, by, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(HolidayResponse.Of(holiday));
    }

    public static IResult NotADay(string date) => Problems.Invalid("date", $"'{date}' bukan tanggal YYYY-MM-DD.");
}

internal static class RemoveHoliday
{
    public static async Task<IResult> Handle(
        string date, ClaimsPrincipal user, CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Dates.TryParse(date, out var day)) return PutHoliday.NotADay(date);
        if (await db.Holidays.SingleOrDefaultAsync(h => h.Date == day, cancellationToken) is not { } holiday) return Problems.NotFound($"Hari libur {date}");
        if (!holiday.Removed) holiday.Remove(user.Subject(), clock.Now());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
