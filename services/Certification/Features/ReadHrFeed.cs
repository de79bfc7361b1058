using System.ComponentModel;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Hr;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features;

/// <param name="Next">Where to read on; given at the end too, so that a reader can poll with it.</param>
public sealed record HrFeedPage(IReadOnlyList<HrItem> Items, string Next);

internal static class ReadHrFeed
{
    private const int MaxLimit = 1000;

    public static async Task<Results<Ok<HrFeedPage>, ValidationProblem>> HandleAsync(
        [Description("Cursor `next` dari jawaban sebelumnya; kosong untuk mulai dari awal.")] string? after,
        [Description("Jumlah data dalam satu jawaban: 1 sampai 1000, bawaan 100.")] int? limit,
        CertificationDb db, IOptions<CertificationOptions> options, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        var position = 0L;
        if (!string.IsNullOrEmpty(after))
        {
            if (!Cursor.TryRead(after, out position)) return Problems.Invalid("after", "after bukan cursor dari umpan ini.");
            // A cursor from beyond the end was not given by this database; reading on from it would skip what comes.
            var last = await db.HrFeeds.Where(f => f.Id == HrFeed.TheOne).Select(f => f.LastPosition).SingleAsync(cancellationToken);
            if (position > last) return Problems.Invalid("after", "after menunjuk ke luar umpan ini; baca lagi dari awal.");
        }

        var page = await db.FeedAfter(position, limit ?? 100).ToListAsync(cancellationToken);
        return TypedResults.Ok(new HrFeedPage(
            [.. page.Select(e => HrItem.Of(e, options.Value, platform.Value))],
            Cursor.Of(page.Count == 0 ? position : page[^1].Position)));
    }
}
