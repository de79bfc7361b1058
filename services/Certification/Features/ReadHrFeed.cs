using System.ComponentModel;
using Bpsdm.Certification.Data;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Hr;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Features;

/// <param name="Next">
/// Where to read on; given at the end too, so that a reader can poll with it. With a filter a page can be empty before the end:
/// the end is where <c>next</c> is the cursor that was asked with.
/// </param>
public sealed record HrFeedPage(IReadOnlyList<HrItem> Items, string Next);

internal static class ReadHrFeed
{
    private const int MaxLimit = 1000;

    /// <summary>Entries that one filtered page looks at, however few of them it holds.</summary>
    private const long Window = 10_000;

    public static async Task<Results<Ok<HrFeedPage>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        [Description("Cursor `next` dari jawaban sebelumnya; kosong untuk mulai dari awal.")] string? after,
        [Description("Jumlah data dalam satu jawaban: 1 sampai 1000, bawaan 100.")] int? limit,
        [Description("Kode perangkat daerah, misalnya OPD-24; kosong untuk semuanya.")] string? agency,
        [Description("Jenis sertifikat: sertifikat atau sttpp; kosong untuk keduanya.")] string? kind,
        CertificationDb db, IOptions<CertificationOptions> options, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit) return Problems.Invalid("limit", $"limit harus 1 sampai {MaxLimit}.");
        if (agency is { Length: > 50 } || agency?.Any(char.IsControl) is true) return Problems.Invalid("agency", "agency harus kode perangkat daerah, misalnya OPD-24.");
        if (!TryReadKind(kind, out var wanted)) return Problems.Invalid("kind", "kind harus sertifikat atau sttpp.");
        var (since, position) = (0L, 0L);
        if (!string.IsNullOrEmpty(after) && !Cursor.TryReadFeed(after, out since, out position)) return Problems.Invalid("after", "after bukan cursor dari umpan ini.");

        var restorations = await db.HrRestorations.AsNoTracking().ToListAsync(cancellationToken);
        var generation = restorations.Current();
        if (since > generation) return Problems.Invalid("after", "after bukan cursor dari umpan ini.");
        if (restorations.KeptSince(since) is var kept && position > kept) return Restored(Cursor.OfFeed(generation, kept));

        // Read first: what is written meanwhile is beyond it, and a filtered page may end there.
        var last = await db.HrFeeds.Where(f => f.Id == HrFeed.TheOne).Select(f => f.LastPosition).SingleAsync(cancellationToken);
        // A cursor from beyond the end was not given by this database; reading on from it would skip what comes.
        if (position > last) return Problems.Invalid("after", "after menunjuk ke luar umpan ini; baca lagi dari awal.");

        var size = limit ?? 100;
        if (string.IsNullOrEmpty(agency) && wanted is null)
        {
            var next = await db.FeedAfter(position, size).ToListAsync(cancellationToken);
            return TypedResults.Ok(PageOf(next, next.Count == 0 ? position : next[^1].Position));
        }

        var end = Math.Min(last, position + Window);
        var page = await db.FeedWithin(position, end, agency, wanted, size).ToListAsync(cancellationToken);
        return TypedResults.Ok(PageOf(page, page.Count == size ? page[^1].Position : end));

        HrFeedPage PageOf(List<FeedEntry> entries, long until) => new([.. entries.Select(e => HrItem.Of(e, options.Value, platform.Value))], Cursor.OfFeed(generation, until));
    }

    /// <summary>410: what this cursor's reader has seen after the backup is no longer known here, and its positions are given again.</summary>
    private static ProblemHttpResult Restored(string next)
    {
        var problem = Problems.Problem(
            StatusCodes.Status410Gone, "feed-restored",
            "Data dipulihkan dari cadangan: entri terakhir yang dibaca dengan cursor ini tidak ada lagi. Lanjutkan dari 'next', dan cocokkan entri yang diterima sesudahnya.");
        problem.ProblemDetails.Extensions["next"] = next;
        return problem;
    }

    private static bool TryReadKind(string? text, out CertificateKind? kind)
    {
        kind = Enum.GetValues<CertificateKind>().Where(k => string.Equals(k.Code(), text, StringComparison.Ordinal)).Select(k => (CertificateKind?)k).FirstOrDefault();
        return kind is not null || string.IsNullOrEmpty(text);
    }
}
