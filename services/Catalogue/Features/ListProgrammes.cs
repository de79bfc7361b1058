using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Data.Mappings;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace Bpsdm.Catalogue.Features;

internal sealed record ProgrammeSummary(
    Guid Id, string Code, string Title, Category Category, PracticeNeed Practice, int? ClassroomDays, int? Jp, JpAuthority JpSetBy,
    int? Version, Verdict? Verdict);

internal static class ListProgrammes
{
    private const int MaxWords = 200;

    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, string? q, string? category, string? mode, string? practice, string? status,
        CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(1, out var key, out var invalid)) return invalid;
        Category? only = null;
        if (category is not null && !Wire.TryParse(category, out only))
            return Problems.Invalid("category", $"Nilai 'category' harus salah satu dari: {Wire.All<Category>()}.");
        Verdict? verdict = null;
        if (mode is not null && !Wire.TryParse(mode, out verdict))
            return Problems.Invalid("mode", $"Nilai 'mode' harus salah satu dari: {Wire.All<Verdict>()}.");
        PracticeNeed? need = null;
        if (practice is not null && !Wire.TryParse(practice, out need))
            return Problems.Invalid("practice", $"Nilai 'practice' harus salah satu dari: {Wire.All<PracticeNeed>()}.");
        ProgrammeStatus? state = null;
        if (status is not null && !Wire.TryParse(status, out state))
            return Problems.Invalid("status", $"Nilai 'status' harus salah satu dari: {Wire.All<ProgrammeStatus>()}.");
        if (q?.Length > MaxWords || q?.Contains('\0') == true)
            return Problems.Invalid("q", $"Kata pencarian paling panjang {MaxWords} karakter.");

        // What people search for is as various as they are: only the plain lists are worth a place in the cache.
        return string.IsNullOrWhiteSpace(q)
            ? await cache.AnswerAsync($"{page.Size}:{category}:{mode}:{practice}:{status}:{page.After}", PublicCache.Programmes, ReadAsync, "Program", cancellationToken)
            : cache.Answer(await ReadAsync(cancellationToken));

        async Task<Page<ProgrammeSummary>?> ReadAsync(CancellationToken token)
        {
            var programmes = db.Programmes.AsNoTracking();
            if (only is not null) programmes = programmes.Where(p => p.Category == only);
            if (verdict is not null) programmes = programmes.Where(p => p.Verdict == verdict);
            if (need is not null) programmes = programmes.Where(p => p.Practice == need);
            if (state is { } asked) programmes = programmes.WithStatus(asked);
            if (!string.IsNullOrWhiteSpace(q)) programmes = programmes.WithWords(q);
            if (key?[0] is { } after) programmes = programmes.Where(p => p.Code.CompareTo(after) > 0);
            var rows = await programmes.OrderBy(p => p.Code).Take(page.Size + 1)
                .Select(p => new ProgrammeSummary(p.Id, p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.Jp, p.JpSetBy, p.PublishedVersion, p.Verdict))
                .ToListAsync(token);
            return Page<ProgrammeSummary>.Of(rows, page.Size, p => [p.Code]);
        }
    }

    private static IQueryable<Programme> WithStatus(this IQueryable<Programme> programmes, ProgrammeStatus status) => status switch
    {
        // Without a publication or a design there is no verdict: said here for the index.
        ProgrammeStatus.Draft => programmes.Where(p => p.Verdict == null && p.PublishedVersion == null),
        ProgrammeStatus.Published => programmes.Where(p => p.Verdict == null && p.PublishedVersion != null && p.Design == null),
        ProgrammeStatus.Proposed => programmes.Where(p => p.Design != null && p.Verdict == null),
        ProgrammeStatus.Confirmed => programmes.Where(p => p.Verdict != null),
    };

    /// <summary>All the words, by their Indonesian stems; the last one may be unfinished.</summary>
    private static IQueryable<Programme> WithWords(this IQueryable<Programme> programmes, string q)
    {
        var words = string.Concat(q.Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return programmes.Where(_ => false);
        var (whole, last) = (string.Join(' ', words[..^1]), words[^1]);
        return programmes.Where(p => EF.Property<NpgsqlTsVector>(p, ProgrammeMapping.Words).Matches(
            EF.Functions.PlainToTsQuery("indonesian", whole).And(
                EF.Functions.PlainToTsQuery("indonesian", last).Or(EF.Functions.ToTsQuery("simple", last + ":*")))));
    }
}
