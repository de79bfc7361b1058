using Bpsdm.ServiceDefaults;

namespace Bpsdm.SessionDelivery.Features.Timetable;

internal static class TimetableEndpoints
{
    public const string CalendarsAt = "/api/delivery/calendars";

    public static void MapTimetable(this RouteGroupBuilder delivery)
    {
        delivery.MapGet("/my/timetable", ReadTimetable.MineAsync).RequireRoles(Roles.Learner, Roles.Instructor)
            .WithSummary("Sessions, practice and self-paced windows of the person, as a participant and as an instructor; UTC, and WIB to be shown.");
        delivery.MapGet("/offerings/{id:guid}/timetable", ReadTimetable.OfOfferingAsync).RequireTeaching().WithSummary("The timetable of an offering.");

        var address = delivery.MapGroup("/my").RequireRoles(Roles.Learner, Roles.Instructor);
        address.MapPost("/calendar-address", CalendarAddress.RenewAsync).WithSummary("Makes a new secret address of the person's calendar; the one before it ends.");
        address.MapGet("/calendar-address", CalendarAddress.ReadAsync).WithSummary("Since when there is an address; the address itself is never shown again.");
        address.MapDelete("/calendar-address", CalendarAddress.RevokeAsync).WithSummary("Revokes the address.");
        delivery.MapGet("/calendars/{secret}.ics", CalendarFeed.HandleAsync).AllowAnonymous()
            .Produces<string>(StatusCodes.Status200OK, "text/calendar").ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A person's calendar as iCalendar, by its secret address.");
    }
}
