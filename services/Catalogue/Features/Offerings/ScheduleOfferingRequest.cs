using Bpsdm.Catalogue.Domain;
using FluentValidation;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <param name="EndDate">Later than the design's last day where the sessions given need it.</param>
/// <param name="WithdrawalClosesAt">Until when a participant may withdraw; left out, until the enrolment window ends.</param>
/// <param name="AcceptanceHours">Hours that someone promoted from the wait list has to accept; 48 where it is left out.</param>
/// <param name="Sessions">Left out, they are laid out from the design on working days from 08:00 WIB.</param>
internal sealed record ScheduleOfferingRequest(
    DateOnly? StartDate, DateOnly? EndDate, int? Capacity, string? Place, DateTimeOffset? EnrolmentOpensAt, DateTimeOffset? EnrolmentClosesAt,
    DateTimeOffset? WithdrawalClosesAt, bool? NeedsAgencyApproval, int? AcceptanceHours, IReadOnlyList<QuotaRequest?>? Quotas,
    EligibilityRequest? Eligibility, CompletionRequest? Completion, IReadOnlyList<SessionRequest?>? Sessions)
{
    public OfferingTerms Terms => new(
        StartDate!.Value, EndDate, Capacity!.Value, Place!,
        new(EnrolmentOpensAt!.Value, EnrolmentClosesAt!.Value, WithdrawalClosesAt, NeedsAgencyApproval ?? false,
            AcceptanceHours ?? EnrolmentTerms.DefaultAcceptanceHours),
        [.. (Quotas ?? []).Select(q => new AgencyQuota(q!.AgencyCode!, q.Seats!.Value))],
        Eligibility?.Rules ?? new(false, false),
        new(Completion?.MinAttendancePercent ?? Domain.Completion.Default.MinAttendancePercent,
            Completion?.AllModulesRequired ?? Domain.Completion.Default.AllModulesRequired,
            Completion?.PassingGrade ?? Domain.Completion.Default.PassingGrade,
            Completion?.MaxAttempts ?? Domain.Completion.Default.MaxAttempts,
            Completion?.EvaluationRequired ?? Domain.Completion.Default.EvaluationRequired),
        [.. (Sessions ?? []).Select(s => s!.Draft)]);
}

/// <summary>Most seats that an agency's employees may take.</summary>
internal sealed record QuotaRequest(string? AgencyCode, int? Seats);

internal sealed record CompletionRequest(int? MinAttendancePercent, bool? AllModulesRequired, int? PassingGrade, int? MaxAttempts, bool? EvaluationRequired);

internal sealed record SessionRequest(
    int? ModuleNumber, string? Title, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<InstructorRequest?>? Instructors)
{
    public SessionDraft Draft => new(ModuleNumber!.Value, Title!, StartsAt!.Value, EndsAt!.Value, [.. (Instructors ?? []).Select(i => i!.Instructor)]);
}

internal sealed class ScheduleOfferingValidator : AbstractValidator<ScheduleOfferingRequest>
{
    private const int MaxSessions = 500;
    private const int MaxQuotas = 500;

    public ScheduleOfferingValidator()
    {
        RuleFor(r => r.StartDate).NotNull().InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.EndDate).InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.Capacity).NotNull().InclusiveBetween(1, 1_000_000);
        RuleFor(r => r.Place).Text(300);
        RuleFor(r => r.EnrolmentOpensAt).NotNull();
        RuleFor(r => r.EnrolmentClosesAt).NotNull().GreaterThan(r => r.EnrolmentOpensAt)
            .WithMessage("'enrolmentClosesAt' wajib ada dan harus sesudah 'enrolmentOpensAt'.");
        RuleFor(r => r.WithdrawalClosesAt).GreaterThan(r => r.EnrolmentOpensAt)
            .WithMessage("'withdrawalClosesAt' harus sesudah 'enrolmentOpensAt'.");
        RuleFor(r => r.AcceptanceHours).InclusiveBetween(1, 720);
        RuleFor(r => r.Quotas).Must(q => q is null || q.Count <= MaxQuotas).WithMessage($"'quotas' paling banyak {MaxQuotas}.")
            .Must(quotas => quotas.AreDistinct(q => q.AgencyCode))
            .WithMessage("'quotas' menyebut satu perangkat daerah lebih dari sekali.");
        RuleForEach(r => r.Quotas).NotNull().ChildRules(quota =>
        {
            quota.RuleFor(q => q!.AgencyCode).Text(30);
            quota.RuleFor(q => q!.Seats).NotNull();
        });
        RuleForEach(r => r.Quotas).Must((r, quota) => quota?.Seats is not (< 1) && !(quota?.Seats > r.Capacity))
            .WithMessage("'seats' harus 1 sampai sebanyak 'capacity'.");
        RuleFor(r => r.Eligibility!).SetValidator(new EligibilityValidator()).When(r => r.Eligibility is not null);
        RuleFor(r => r.Completion!).ChildRules(rule =>
        {
            rule.RuleFor(c => c.MinAttendancePercent).InclusiveBetween(0, 100);
            rule.RuleFor(c => c.PassingGrade).InclusiveBetween(0, 100);
            rule.RuleFor(c => c.MaxAttempts).InclusiveBetween(1, 10);
        }).When(r => r.Completion is not null);
        RuleFor(r => r.Sessions).Must(s => s is null || s.Count <= MaxSessions).WithMessage($"'sessions' paling banyak {MaxSessions}.");
        RuleForEach(r => r.Sessions).NotNull().ChildRules(session =>
        {
            session.RuleFor(s => s!.ModuleNumber).NotNull();
            session.RuleFor(s => s!.Title).Text(300);
            session.RuleFor(s => s!.StartsAt).NotNull();
            session.RuleFor(s => s!.EndsAt).NotNull();
            session.RuleFor(s => s!.Instructors).Instructors();
        });
    }
}
