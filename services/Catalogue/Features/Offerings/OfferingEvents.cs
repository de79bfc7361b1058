using Bpsdm.Catalogue.Domain;
using Bpsdm.Contracts.Catalogue;
using AgencyQuota = Bpsdm.Contracts.Catalogue.AgencyQuota;

namespace Bpsdm.Catalogue.Features.Offerings;

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
        EnrolmentOpensAt = offering.Enrolment.OpensAt,
        EnrolmentClosesAt = offering.Enrolment.ClosesAt,
        Capacity = offering.Capacity,
        Eligibility = new EligibilityRules(offering.Eligibility.ExcludeEducationTeachers, offering.Eligibility.ExcludeCovidResponse)
        {
            Conditions = [.. offering.Eligibility.Conditions.Select(c => new EligibilityCondition(Wire.NameOf(c.Kind), Wire.NameOf(c.Effect), c.Values))],
        },
        Quotas = [.. offering.Quotas.Select(q => new AgencyQuota(q.AgencyCode, q.Seats))],
        NeedsAgencyApproval = offering.Enrolment.NeedsAgencyApproval,
        WithdrawalClosesAt = offering.Enrolment.WithdrawalClosesAt,
        AcceptanceHours = offering.Enrolment.AcceptanceHours,
        ProgrammeVersion = offering.ProgrammeVersion,
        Completion = new CompletionRule(
            offering.Completion.MinAttendancePercent, offering.Completion.AllModulesRequired,
            offering.Completion.PassingGrade, offering.Completion.MaxAttempts, offering.Completion.EvaluationRequired),
        Modules = [.. offering.Modules.Select(m => new ScheduledModule(m.ModuleId, m.Number, m.Title, m.Jp, Wire.NameOf(m.Mode)))],
        Sessions = offering.ScheduledSessions(),
        ScheduledAt = offering.ScheduledAt,
    };

    public static OfferingPostponed ToPostponedEvent(this Offering offering, OfferingChange change) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = offering.Id,
        StartDate = offering.StartDate,
        EndDate = offering.EndDate,
        EnrolmentOpensAt = offering.Enrolment.OpensAt,
        EnrolmentClosesAt = offering.Enrolment.ClosesAt,
        WithdrawalClosesAt = offering.Enrolment.WithdrawalClosesAt,
        Sessions = offering.ScheduledSessions(),
        Reason = change.Reason,
        PostponedAt = change.ChangedAt,
    };

    public static InstructorsAssigned ToInstructorsEvent(this Offering offering) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = offering.Id,
        Revision = offering.Revision,
        Sessions =
        [
            .. offering.Sessions.Where(s => s.Instructors.Count > 0)
                .Select(s => new TaughtSession(s.Id, [.. s.Instructors.Select(i => new AssignedInstructor(i.InstructorId, i.Name))])),
        ],
        AssignedAt = offering.ChangedAt,
    };

    public static OfferingCancelled ToCancelledEvent(this Offering offering, OfferingChange change) => new()
    {
        FactId = Guid.CreateVersion7(),
        OfferingId = offering.Id,
        Reason = change.Reason,
        CancelledAt = change.ChangedAt,
    };

    private static ScheduledSession[] ScheduledSessions(this Offering offering) =>
        [.. offering.Sessions.Select(s => new ScheduledSession(s.Id, s.ModuleId, s.Number, s.Title, Wire.NameOf(s.Mode), s.StartsAt, s.EndsAt))];
}
