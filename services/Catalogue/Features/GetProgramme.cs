using System.Linq.Expressions;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

/// <param name="Version">Of the published curriculum; null until there is one.</param>
/// <param name="Status">draft, published, proposed (there is a design) or confirmed (there is a verdict).</param>
/// <param name="Proposal">What the catalogue proposes as long as no verdict is confirmed, and why.</param>
internal sealed record ProgrammeResponse(
    Guid Id, string Code, string Title, Category Category, PracticeNeed Practice, int? ClassroomDays,
    int? Jp, JpAuthority JpSetBy, int? Version, ProgrammeStatus Status, Verdict? Verdict, string? VerdictReason, ProposalResponse? Proposal,
    int? Days, IReadOnlyList<ModuleResponse> Modules)
{
    public static ProgrammeResponse Of(Programme p) => new(
        p.Id, p.Code, p.Title, p.Category, p.Practice, p.ClassroomDays, p.Jp, p.JpSetBy, p.PublishedVersion, StatusOf(p), p.Verdict, p.VerdictReason,
        p.Verdict is null ? ProposalResponse.Of(VerdictProposal.For(p)) : null, p.Design?.Days,
        [.. p.Modules.Select(m => new ModuleResponse(m.Id, m.Number, m.Title, m.Jp, m.Method))]);

    private static ProgrammeStatus StatusOf(Programme p) =>
        p.Verdict is not null ? ProgrammeStatus.Confirmed
        : p.Design is not null ? ProgrammeStatus.Proposed
        : p.PublishedVersion is not null ? ProgrammeStatus.Published
        : ProgrammeStatus.Draft;
}

internal enum ProgrammeStatus { Draft, Published, Proposed, Confirmed }

internal sealed record ProposalResponse(Verdict Verdict, string Reason)
{
    public static ProposalResponse Of(VerdictProposal proposal) => new(proposal.Verdict, proposal.Reason switch
    {
        ProposalReason.JpOfLanUnknown => "JP dan kurikulum ditetapkan LAN dan belum diketahui, sehingga belum ada rancangan; usulan menurut kebutuhan praktiknya.",
        ProposalReason.NotDesigned => "Belum ada rancangan; usulan menurut kebutuhan praktiknya.",
        ProposalReason.AllInPresence => "Seluruh modul dirancang tatap muka.",
        ProposalReason.PartInPresence => "Sebagian modul dirancang tatap muka, selebihnya jarak jauh.",
        ProposalReason.PracticalProgramme => "Program bersifat praktik dan tidak dapat sepenuhnya jarak jauh.",
        ProposalReason.NothingInPresence => "Seluruh modul dirancang jarak jauh dan program tidak mensyaratkan praktik tatap muka.",
    });
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
            await db.Programmes.AsNoTracking().WithParts().SingleOrDefaultAsync(which, token) is { } programme
                ? ProgrammeResponse.Of(programme)
                : null,
            name, cancellationToken);
}
