using Bpsdm.Catalogue.Domain;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Bpsdm.Catalogue.Features.Schedules;

/// <summary>
/// Offerings as an iCalendar file (RFC 5545): an event a session, by the session's id, so that a moved session moves in the
/// calendar that holds it; times in UTC. An offering without sessions is an event of whole days.
/// </summary>
internal static class CalendarFile
{
    public static string Of(IReadOnlyList<CalendarOffering> offerings)
    {
        var calendar = new Calendar { ProductId = "-//BPSDM DKI Jakarta//Bpsdm.Platform//ID", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "Jadwal pelatihan BPSDM DKI Jakarta");
        calendar.Events.AddRange(offerings.SelectMany(Events));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static IEnumerable<CalendarEvent> Events(CalendarOffering offering) => offering.Sessions.Count == 0
        ? [Event(offering, offering.OfferingId, Title(offering), new CalDateTime(offering.StartDate), new CalDateTime(offering.EndDate.AddDays(1)))]
        : offering.Sessions.Select(s => Event(offering, s.SessionId, $"{Title(offering)}: {s.Title}", Utc(s.StartsAt), Utc(s.EndsAt)));

    private static CalendarEvent Event(CalendarOffering offering, Guid id, string summary, CalDateTime start, CalDateTime end) => new()
    {
        Uid = $"{id}@bpsdm-platform",
        Summary = summary,
        Start = start,
        End = end,
        Location = offering.Place,
        Description = offering.StatusReason is { } reason ? $"{offering.ProgrammeCode}. {reason}" : offering.ProgrammeCode,
        Status = offering.Status is OfferingStatus.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        Sequence = offering.Revision,
        DtStamp = Utc(offering.ChangedAt),
        LastModified = Utc(offering.ChangedAt),
    };

    private static string Title(CalendarOffering offering) => $"{offering.ProgrammeTitle} angkatan {offering.Angkatan}/{offering.Year}";

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
