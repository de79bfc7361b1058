using System.Security.Cryptography;
using System.Text;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.ServiceDefaults;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Bpsdm.SessionDelivery.Features.Timetable;

/// <summary>
/// A person's timetable as iCalendar (RFC 5545), in UTC. An event keeps its UID, and its SEQUENCE grows with each postponement and
/// the cancellation, so a calendar program moves or strikes out what it holds. A seat that was given back is left out.
/// </summary>
internal static class CalendarFeed
{
    public static async Task<IResult> HandleAsync(string secret, DeliveryDb db, HttpContext http, CancellationToken cancellationToken)
    {
        // For nobody else to keep, to find or to be told of.
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await db.OwnerAsync(secret, cancellationToken) is not { } nip) return Problems.NotFound("Kalender");

        var entries = await db.OfPersonAsync(nip, cancellationToken);
        var ids = entries.Select(e => e.Offering.Id).Distinct().ToArray();
        var news = await db.News.AsNoTracking().Where(n => ids.Contains(n.OfferingId)).ToDictionaryAsync(n => n.OfferingId, cancellationToken);
        var calendar = new Calendar { ProductId = "-//BPSDM DKI Jakarta//Bpsdm.Platform//ID", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "Pelatihan saya (BPSDM DKI Jakarta)");
        calendar.Events.AddRange(entries.OrderBy(e => e.Entry.StartsAt).ThenBy(e => e.Entry.Id).Select(e => Event(e.Offering, e.Entry, news.GetValueOrDefault(e.Offering.Id))));
        var content = Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!);
        return TypedResults.File(content, "text/calendar; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));
    }

    private static CalendarEvent Event(Offering offering, TimetableEntry entry, OfferingNews? news)
    {
        var changed = ((DateTimeOffset?[])[offering.ScheduledAt, news?.Postponement?.At, news?.Cancellation?.At]).Max()!.Value;
        return new CalendarEvent
        {
            Uid = $"{entry.Id}@bpsdm-platform",
            Summary = $"{entry.Title} ({entry.ProgrammeTitle}, angkatan {entry.Angkatan}/{entry.Year})",
            Description = string.Join(' ', (string?[])[$"{entry.ProgrammeCode}.", entry.Teaching ? "Anda mengajar." : null, entry.Kind is "self-paced" ? "Belajar mandiri, kapan saja dalam masa ini." : null, offering.CancellationReason]).Trim(),
            Location = entry.Place,
            Start = Utc(entry.StartsAt),
            End = Utc(entry.EndsAt),
            Status = offering.CancelledAt is null ? EventStatus.Confirmed : EventStatus.Cancelled,
            // A window to learn in keeps nobody from anything else.
            Transparency = entry.Kind is "self-paced" ? TransparencyType.Transparent : TransparencyType.Opaque,
            Sequence = (int)Math.Clamp((changed - offering.ScheduledAt).TotalSeconds, 0, int.MaxValue),
            DtStamp = Utc(changed),
            LastModified = Utc(changed),
        };
    }

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
