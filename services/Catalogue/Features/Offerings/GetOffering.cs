using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <param name="StatusReason">Why it was postponed or cancelled.</param>
internal sealed record OfferingResponse(
    Guid Id, Guid ProgrammeId, string ProgrammeCode, string ProgrammeTitle, int ProgrammeVersion, Category Category, int Year, int Angkatan, int Jp,
    Verdict DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate, OfferingStatus Status, string? StatusReason, int Revision,
    DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt, DateTimeOffset? WithdrawalClosesAt, bool NeedsAgencyApproval,
    int AcceptanceHours, int Capacity, IReadOnlyList<AgencyQuota> Quotas, Eligibility Eligibility, Completion Completion,
    IReadOnlyList<OfferingModuleResponse> Modules, IReadOnlyList<SessionResponse> Sessions, DateTimeOffset ScheduledAt, DateTimeOffset ChangedAt)
{
    public static OfferingResponse Of(Offering o) => new(
        o.Id, o.ProgrammeId, o.ProgrammeCode, o.ProgrammeTitle, o.ProgrammeVersion, o.Category, o.Year, o.Angkatan, o.Jp, o.DeliveryMode, o.Place,
        o.StartDate, o.EndDate, o.Status, o.StatusReason, o.Revision, o.Enrolment.OpensAt, o.Enrolment.ClosesAt, o.Enrolment.WithdrawalClosesAt,
        o.Enrolment.NeedsAgencyApproval, o.Enrolment.AcceptanceHours, o.Capacity, o.Quotas, o.Eligibility, o.Completion,
        [.. o.Modules.Select(m => new OfferingModuleResponse(m.ModuleId, m.Number, m.Title, m.Jp, m.Mode))],
        [.. o.Sessions.Select(SessionResponse.Of)], o.ScheduledAt, o.ChangedAt);
}

internal sealed record OfferingModuleResponse(Guid ModuleId, int Number, string Title, int Jp, DeliveryMode Mode);

/// <param name="Instructors">Their names.</param>
internal sealed record SessionResponse(
    Guid SessionId, Guid ModuleId, int Number, string Title, DeliveryMode Mode, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    IReadOnlyList<string> Instructors)
{
    public static SessionResponse Of(Session s) =>
        new(s.Id, s.ModuleId, s.Number, s.Title, s.Mode, s.StartsAt, s.EndsAt, [.. s.Instructors.Select(i => i.Name)]);
}

internal static class GetOffering
{
    public static async Task<IResult> Handle(Guid id, CatalogueDbContext db, PublicCache cache, CancellationToken cancellationToken) =>
        await cache.AnswerAsync(id.ToString(), PublicCache.Offerings, async token =>
            await db.Offerings.AsNoTracking().WithParts().SingleOrDefaultAsync(o => o.Id == id, token) is { } offering
                ? OfferingResponse.Of(offering)
                : null,
            $"Angkatan {id}", cancellationToken);
}
