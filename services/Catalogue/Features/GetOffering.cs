using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features;

internal sealed record OfferingResponse(
    Guid Id, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, Category Category, int Year, int Angkatan, int Jp,
    Verdict DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate, DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt,
    int Capacity, Eligibility Eligibility, Completion Completion, IReadOnlyList<OfferingModuleResponse> Modules,
    IReadOnlyList<SessionResponse> Sessions, DateTimeOffset ScheduledAt)
{
    public static OfferingResponse Of(Offering o) => new(
        o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.Category, o.Year, o.Angkatan, o.Jp, o.DeliveryMode, o.Place,
        o.StartDate, o.EndDate, o.EnrolmentOpensAt, o.EnrolmentClosesAt, o.Capacity, o.Eligibility, o.Completion,
        [.. o.Modules.Select(m => new OfferingModuleResponse(m.ModuleId, m.Number, m.Title, m.Jp, m.Mode))],
        [.. o.Sessions.Select(s => new SessionResponse(s.Id, s.ModuleId, s.Number, s.Title, s.Mode, s.StartsAt, s.EndsAt))],
        o.ScheduledAt);
}

internal sealed record OfferingModuleResponse(Guid ModuleId, int Number, string Title, int Jp, DeliveryMode Mode);

internal sealed record SessionResponse(
    Guid SessionId, Guid ModuleId, int Number, string Title, DeliveryMode Mode, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

internal static class GetOffering
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken) =>
        await cache.AnswerAsync(id.ToString(), PublicCache.Offerings, async token =>
            await db.Offerings.AsNoTracking().Include(o => o.Modules).Include(o => o.Sessions).AsSplitQuery()
                .SingleOrDefaultAsync(o => o.Id == id, token) is { } offering
                ? OfferingResponse.Of(offering)
                : null,
            $"Angkatan {id}", cancellationToken);
}
