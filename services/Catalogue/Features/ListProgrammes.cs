using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record ProgrammeSummary(
    Guid Id, string Code, string Title, Category Category, PracticeNeed Practice, int? ClassroomDays, int? Jp, JpAuthority JpSetBy, Verdict? Verdict);

internal static class ListProgrammes
{
    private const int MaxWords = 200;

    public static async Task<IResult> Handle(
        [AsParameters] PageQuery page, string? q, string? category,
        CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken)
    {
        if (page.IsInvalid(1, out var key, out var invalid)) return invalid;
        Category? only = null;
        if (category is not null && !Wire.TryParse(category, out only))
            return Problems.Invalid("category", $"Nilai 'category' harus salah satu dari: {Wire.All<Category>()}.");
        if (q?.Length > MaxWords || q?.Contains('\0') == true)
            return Problems.Invalid("q", $"Kata pencarian paling panjang {MaxWords} karakter.");

        // What people search for is as various as they are: only the plain lists are worth a place in the cache.
        return string.IsNullOrWhiteSpace(q)
            ? await cache.AnswerAsync($"{page.Size}:{category}:{page.After}", PublicCache.Programmes, ReadAsync, "Program", cancellationToken)
            : cache.Answer(await ReadAsync(cancellationToken));

        async Task<Page<ProgrammeSummary>?> ReadAsync(CancellationToken token)
        {
            var programmes = db.Programmes.AsNoTracking();
            if (only is not null) programmes = programmes.Where(p => p.Category == only);
            if (!string.IsNullOrWhiteSpace(q))
                programmes = programmes.Where(p =>
                    EF.Functions.ToTsVector("indonesian", p.Title).Matches(EF.Functions.WebSearchToTsQuery("indonesian", q)));
            if (key?[0] is { } after) programmes = programmes.Where(p => p.Code.CompareTo(after) > 0);
            var rows = await programmes.OrderBy(p => p.Code).Take(page.Size + 1)
                .Select(p => new ProgrammeSummary(p.Id, p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.Jp, p.JpSetBy, p.Verdict))
                .ToListAsync(token);
            return Page<ProgrammeSummary>.Of(rows, page.Size, p => [p.Code]);
        }
    }
}
