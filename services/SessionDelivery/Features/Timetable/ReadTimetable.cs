using System.ComponentModel;
using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.SessionDelivery.Features.Timetable;

/// <param name="From">UTC; what ends after it is here.</param>
/// <param name="To">UTC; what begins before it is here.</param>
public sealed record TimetableResponse(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TimetableEntry> Entries);

internal static class ReadTimetable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static async Task<Results<Ok<TimetableResponse>, ValidationProblem, ProblemHttpResult>> MineAsync(
        [Description("Sejak kapan; bawaan satu hari yang lalu.")] DateTimeOffset? from, [Description("Sampai kapan; bawaan 60 hari setelah 'from', paling lama 366 hari.")] DateTimeOffset? to,
        ClaimsPrincipal user, DeliveryDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        var begin = (from ?? time.Now().AddDays(-1)).ToUniversalTime();
        if (begin.Year is < 2000 or > 2200) return Problems.Invalid("from", "'from' harus antara tahun 2000 dan 2200.");
        var end = (to ?? begin.AddDays(60)).ToUniversalTime();
        if (end <= begin || end - begin > Longest) return Problems.Invalid("to", "'to' harus sesudah 'from', paling lama 366 hari.");
        var entries = (await db.OfPersonAsync(nip, cancellationToken)).Select(e => e.Entry).Where(e => e.EndsAt > begin && e.StartsAt < end);
        return TypedResults.Ok(new TimetableResponse(begin, end, [.. entries.OrderBy(e => e.StartsAt).ThenBy(e => e.EndsAt).ThenBy(e => e.Id)]));
    }

    public static async Task<Results<Ok<IReadOnlyList<TimetableEntry>>, ProblemHttpResult>> OfOfferingAsync(Guid id, OfferingCache offerings, CancellationToken cancellationToken) =>
        await offerings.GetAsync(id, cancellationToken) is { Offering: var offering }
            ? TypedResults.Ok<IReadOnlyList<TimetableEntry>>([.. Timetables.Of(offering).OrderBy(e => e.StartsAt).ThenBy(e => e.EndsAt).ThenBy(e => e.Id)])
            : Answers.OfferingNotFound(id);
}
