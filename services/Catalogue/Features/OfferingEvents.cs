using Bpsdm.Catalogue.Domain;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.Catalogue.Features;

internal static class OfferingEvents
{
    public static OfferingScheduled ToScheduledEvent(this Offering offering) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = offering.Id,
        ProgrammeId = offering.ProgrammeId,
        ProgrammeCode = offering.ProgrammeCode,
        ProgrammeTitle = offering.ProgrammeTitle,
        Category = Wire.NameOf(offering.Category),
        Angkatan = offering.Angkatan,
        Year = offering.Year,
        Jp = offering.Jp,
        DeliveryMode = Wire.NameOf(offering.DeliveryMode),
        Place = offering.Place,
        StartDate = offering.StartDate,
        EndDate = offering.EndDate,
        EnrolmentOpensAt = offering.EnrolmentOpensAt,
        EnrolmentClosesAt = offering.EnrolmentClosesAt,
        Capacity = offering.Capacity,
        Eligibility = new EligibilityRules(offering.Eligibility.ExcludeEducationTeachers, offering.Eligibility.ExcludeCovidResponse),
        Completion = new CompletionRule(
            offering.Completion.MinAttendancePercent, offering.Completion.AllModulesRequired,
            offering.Completion.PassingGrade, offering.Completion.MaxAttempts),
        Modules = [.. offering.Modules.Select(m => new ScheduledModule(m.ModuleId, m.Number, m.Title, m.Jp, Wire.NameOf(m.Mode)))],
        Sessions =
        [
            .. offering.Sessions.Select(s => new ScheduledSession(
                s.Id, s.ModuleId, s.Number, s.Title, Wire.NameOf(s.Mode), s.StartsAt, s.EndsAt)),
        ],
        ScheduledAt = offering.ScheduledAt,
    };
}
