using Bpsdm.Catalogue.Domain;
using FluentValidation;

namespace Bpsdm.Catalogue.Features;

/// <param name="EndDate">Later than the design's last day where the sessions given need it.</param>
/// <param name="Sessions">Left out, they are laid out from the design on working days from 08:00 WIB.</param>
internal sealed record ScheduleOfferingRequest(
    DateOnly? StartDate, DateOnly? EndDate, int? Capacity, string? Place, DateTimeOffset? EnrolmentOpensAt, DateTimeOffset? EnrolmentClosesAt,
    EligibilityRequest? Eligibility, CompletionRequest? Completion, IReadOnlyList<SessionRequest?>? Sessions)
{
    public OfferingTerms Terms => new(
        StartDate!.Value, EndDate, Capacity!.Value, Place!, EnrolmentOpensAt!.Value, EnrolmentClosesAt!.Value,
        new(Eligibility?.ExcludeEducationTeachers ?? false, Eligibility?.ExcludeCovidResponse ?? false),
        new(Completion?.MinAttendancePercent ?? Domain.Completion.Default.MinAttendancePercent,
            Completion?.AllModulesRequired ?? Domain.Completion.Default.AllModulesRequired,
            Completion?.PassingGrade ?? Domain.Completion.Default.PassingGrade,
            Completion?.MaxAttempts ?? Domain.Completion.Default.MaxAttempts),
        [.. (Sessions ?? []).Select(s => new SessionDraft(s!.ModuleNumber!.Value, s.Title!, s.StartsAt!.Value, s.EndsAt!.Value))]);
}

internal sealed record EligibilityRequest(bool? ExcludeEducationTeachers, bool? ExcludeCovidResponse);

internal sealed record CompletionRequest(int? MinAttendancePercent, bool? AllModulesRequired, int? PassingGrade, int? MaxAttempts);

internal sealed record SessionRequest(int? ModuleNumber, string? Title, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);

internal sealed class ScheduleOfferingValidator : AbstractValidator<ScheduleOfferingRequest>
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);
    private const int MaxSessions = 500;

    public ScheduleOfferingValidator()
    {
        RuleFor(r => r.StartDate).NotNull().InclusiveBetween(Earliest, Latest);
        RuleFor(r => r.EndDate).InclusiveBetween(Earliest, Latest);
        RuleFor(r => r.Capacity).NotNull().InclusiveBetween(1, 1_000_000);
        RuleFor(r => r.Place).Text(300);
        RuleFor(r => r.EnrolmentOpensAt).NotNull();
        RuleFor(r => r.EnrolmentClosesAt).NotNull().GreaterThan(r => r.EnrolmentOpensAt)
            .WithMessage("'enrolmentClosesAt' wajib ada dan harus sesudah 'enrolmentOpensAt'.");
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
        });
    }
}
