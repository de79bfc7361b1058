using Bpsdm.Catalogue.Domain;
using FluentValidation;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <param name="Conditions">Further conditions; all of them must hold.</param>
internal sealed record EligibilityRequest(
    bool? ExcludeEducationTeachers, bool? ExcludeCovidResponse, IReadOnlyList<ConditionRequest?>? Conditions)
{
    public Eligibility Rules => new(ExcludeEducationTeachers ?? false, ExcludeCovidResponse ?? false)
    {
        Conditions = [.. (Conditions ?? []).Select(c => new Condition(c!.Kind!.Value, c.Effect!.Value, [.. (c.Values ?? []).Select(v => v!)]))],
    };
}

/// <param name="Values">By the kind: agency codes, names of positions, two ranks, pns or pppk, staff groups, codes of programmes, or none.</param>
internal sealed record ConditionRequest(ConditionKind? Kind, ConditionEffect? Effect, IReadOnlyList<string?>? Values);

internal sealed class EligibilityValidator : AbstractValidator<EligibilityRequest>
{
    private const int MaxConditions = 20;

    public EligibilityValidator()
    {
        RuleFor(e => e.Conditions).Must(c => c is null || c.Count <= MaxConditions).WithMessage($"'conditions' paling banyak {MaxConditions}.");
        RuleForEach(e => e.Conditions).NotNull().SetValidator(new ConditionValidator()!);
    }
}

internal sealed class ConditionValidator : AbstractValidator<ConditionRequest>
{
    private const int MaxValues = 200;
    private static readonly string[] EmploymentKinds = ["pns", "pppk"];
    private static readonly string[] StaffGroups = ["education-teacher", "covid-response"];

    public ConditionValidator()
    {
        RuleFor(c => c.Kind).NotNull();
        RuleFor(c => c.Effect).NotNull();
        RuleFor(c => c.Effect).NotEqual(ConditionEffect.Exclude)
            .When(c => c.Kind is ConditionKind.Prerequisite or ConditionKind.NotCompletedBefore or ConditionKind.NoClash)
            .WithMessage("'effect' harus 'include' untuk prerequisite, not-completed-before, dan no-clash.");
        RuleForEach(c => c.Values).Text(200);
        RuleFor(c => c.Values).Must(values => values.AreDistinct(v => v)).WithMessage("'values' memuat nilai yang sama lebih dari sekali.")
            .Must(values => values is null || values.Count <= MaxValues).WithMessage($"'values' paling banyak {MaxValues}.");
        Values(ConditionKind.RankRange, values => values is [{ } from, { } to] && Ranks.AreRange(from, to),
            "'values' dari rank-range harus dua golongan dari satu jenjang: dari yang lebih rendah sampai yang lebih tinggi.");
        Values(ConditionKind.EmploymentKind, values => values.Count > 0 && values.All(v => EmploymentKinds.Contains(v, StringComparer.Ordinal)),
            $"'values' dari employment-kind harus salah satu dari: {string.Join(", ", EmploymentKinds)}.");
        Values(ConditionKind.StaffGroup, values => values.Count > 0 && values.All(v => StaffGroups.Contains(v, StringComparer.Ordinal)),
            $"'values' dari staff-group harus salah satu dari: {string.Join(", ", StaffGroups)}.");
        foreach (var kind in (ConditionKind[])[ConditionKind.Agency, ConditionKind.Position, ConditionKind.Prerequisite])
            Values(kind, values => values.Count > 0, $"'values' dari {Wire.NameOf(kind)} tidak boleh kosong.");
        foreach (var kind in (ConditionKind[])[ConditionKind.NotCompletedBefore, ConditionKind.NoClash])
            Values(kind, values => values.Count == 0, $"'values' dari {Wire.NameOf(kind)} harus kosong.");
    }

    private void Values(ConditionKind kind, Func<IReadOnlyList<string?>, bool> fit, string message) =>
        RuleFor(c => c.Values).Must(values => fit(values ?? [])).When(c => c.Kind == kind).WithMessage(message);
}
