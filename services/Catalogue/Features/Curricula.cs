using System.Security.Claims;
using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

/// <param name="PublishedAt">Null as long as it is a draft.</param>
internal sealed record CurriculumResponse(
    Guid ProgrammeId, int Version, int Jp, string DraftedBy, DateTimeOffset DraftedAt, string? PublishedBy, DateTimeOffset? PublishedAt,
    IReadOnlyList<CurriculumModule> Modules)
{
    public static CurriculumResponse Of(Curriculum c) => new(
        c.ProgrammeId, c.Version, c.Jp, c.DraftedBy, c.DraftedAt, c.PublishedBy, c.PublishedAt,
        [.. c.Modules.Select(m => new CurriculumModule(m.Id, m.Number, m.Title, m.Jp, m.Method, m.Materials))]);
}

internal sealed record CurriculumModule(Guid Id, int Number, string Title, int Jp, ModuleMethod Method, IReadOnlyList<Material> Materials);

/// <summary>Every version of a programme's curriculum, the draft last.</summary>
internal static class ListCurricula
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, CancellationToken cancellationToken) =>
        await db.Programmes.AsNoTracking().WithParts().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } programme
            ? TypedResults.Ok(programme.Curricula.Select(CurriculumResponse.Of).ToArray())
            : Problems.NotFound($"Program {id}");
}

/// <summary>Publishes the draft: from then on it never changes.</summary>
internal static class PublishCurriculum
{
    public static async Task<IResult> Handle(
        Guid id, int n, ClaimsPrincipal user, CatalogueDbContext db, PublicCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Nobody writes a draft while it is published.
        if (await db.LockProgrammeAsync(id, cancellationToken) is not { } programme) return Problems.NotFound($"Program {id}");
        if (programme.Publish(n, user.Subject(), clock.Now()) is { } broken) return broken.ToProblem();
        await db.SaveAsync(programme, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.ForgetAsync(PublicCache.Programmes);
        return TypedResults.Ok(ProgrammeResponse.Of(programme));
    }
}
