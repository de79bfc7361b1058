using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Timetable;

/// <summary>Something at its time.</summary>
/// <param name="Kind">session: live at a distance; practice: face to face; self-paced: any time within it.</param>
/// <param name="Id">Of the session or the module.</param>
/// <param name="StartsAt">UTC.</param>
/// <param name="StartsAtWib">The same in WIB (UTC+7), without a zone, as it is shown.</param>
/// <param name="Status">scheduled, or cancelled with the offering.</param>
/// <param name="Teaching">Whether the person teaches it.</param>
public sealed record TimetableEntry(
    string Kind, Guid Id, Guid OfferingId, string ProgrammeCode, string ProgrammeTitle, int Angkatan, int Year, string Title, string Place,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, string StartsAtWib, string EndsAtWib, string Status, bool Teaching);

/// <summary>What an offering holds when, as Catalogue laid it out and moved it since.</summary>
internal static class Timetables
{
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    /// <summary>Of all offerings in which the person has a seat, and of the sessions that they teach.</summary>
    public static async Task<List<(Offering Offering, TimetableEntry Entry)>> OfPersonAsync(this DeliveryDb db, string nip, CancellationToken cancellationToken)
    {
        var seated = await db.Offerings.AsNoTracking().Where(o => db.Seats.Any(s =>
            s.Nip == nip && s.OfferingId == o.Id && (s.WithdrawalReason == null || s.WithdrawalReason == Withdrawal.OfferingCancelled))).ToListAsync(cancellationToken);
        var taught = await db.Set<SessionInstructorRow>().AsNoTracking().Where(s => s.InstructorId == nip).ToListAsync(cancellationToken);
        var taughtIds = taught.ConvertAll(t => t.OfferingId);
        var leading = await db.Offerings.AsNoTracking().Where(o => taughtIds.Contains(o.Id)).ToListAsync(cancellationToken);
        var sessions = taught.Select(t => t.SessionId).ToHashSet();
        return
        [
            .. seated.SelectMany(o => Of(o).Where(e => !sessions.Contains(e.Id)).Select(e => (o, e))),
            .. leading.SelectMany(o => Of(o).Where(e => sessions.Contains(e.Id)).Select(e => (o, e with { Teaching = true }))),
        ];
    }

    public static IEnumerable<TimetableEntry> Of(Offering o) =>
    [
        .. o.Sessions.Select(s => Entry(o, s.Mode is "face-to-face" ? "practice" : "session", s.Id, s.Title, s.StartsAt, s.EndsAt)),
        // Whole days in WIB: a module may be learned at any time from the first to the last.
        .. o.Modules.Where(m => m.IsSelfPaced).Select(m => Entry(o, "self-paced", m.Id, m.Title, Midnight(o.StartDate), Midnight(o.EndDate.AddDays(1)))),
    ];

    private static TimetableEntry Entry(Offering o, string kind, Guid id, string title, DateTimeOffset starts, DateTimeOffset ends) => new(
        kind, id, o.Id, o.ProgrammeCode, o.ProgrammeTitle, o.Angkatan, o.Year, title, o.Place, starts.ToUniversalTime(), ends.ToUniversalTime(), Local(starts), Local(ends),
        o.CancelledAt is null ? "scheduled" : "cancelled", Teaching: false);

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Wib);

    private static string Local(DateTimeOffset at) => at.ToOffset(Wib).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
