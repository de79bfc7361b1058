using System.Linq.Expressions;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record ProgrammeResponse(
    Guid Id, string Code, string Title, Category Category, PracticeNeed Practice, int? ClassroomDays,
    int? Jp, JpAuthority JpSetBy, Verdict? Verdict, string? VerdictReason, int? Days, IReadOnlyList<ModuleResponse> Modules)
{
    public static ProgrammeResponse Of(Programme p) => new(
        p.Id, p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.Jp, p.JpSetBy, p.Verdict, p.VerdictReason, p.Design?.Days,
        [.. p.Modules.Select(m => new ModuleResponse(m.Id, m.Number, m.Title, m.Jp, m.Method))]);
}

internal sealed record ModuleResponse(Guid Id, int Number, string Title, int Jp, ModuleMethod Method);

internal static class GetProgramme
{
    public static Task<IResult> ById(Guid id, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken) =>
        AnswerAsync(id.ToString(), p => p.Id == id, $"Program {id}", db, cache, cancellationToken);

    public static Task<IResult> ByCode(string code, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken) =>
        CreateProgrammeRequest.IsCode(code)
            ? AnswerAsync(code, p => p.Code == code, $"Program {code}", db, cache, cancellationToken)
            : Task.FromResult<IResult>(ServiceDefaults.Problems.NotFound($"Program '{code}'"));

    private static async Task<IResult> AnswerAsync(
        string key, Expression<Func<Programme, bool>> which, string name, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken) =>
        await cache.AnswerAsync(key, PublicCache.Programmes, async token =>
            await db.Programmes.AsNoTracking().Include(p => p.Modules).Include(p => p.Design).SingleOrDefaultAsync(which, token) is { } programme
                ? ProgrammeResponse.Of(programme)
                : null,
            name, cancellationToken);
}
