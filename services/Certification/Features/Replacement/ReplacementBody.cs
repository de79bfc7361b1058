using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Features.Revocation;
using FluentValidation;

namespace Bpsdm.Certification.Features.Replacement;

/// <summary>What is right instead; what is left out was right. Another NIP is another person, whose certificate this never was.</summary>
/// <param name="Reason">What was wrong: it is shown to whoever verifies the replaced certificate.</param>
public sealed record ReplacementBody(string? Name, string? BirthPlace, string? Rank, string? Position, string? Reason)
{
    internal CorrectedFields Of(Certificate c) => new(
        Name?.Trim() ?? c.Name, BirthPlace?.Trim() ?? c.BirthPlace, Rank?.Trim() ?? c.Rank, Position?.Trim() ?? c.Position);
}

internal sealed class ReplacementBodyValidator : AbstractValidator<ReplacementBody>
{
    public ReplacementBodyValidator()
    {
        RuleFor(r => r.Name).Must(IsText(200)).WithMessage("Nama 1 sampai 200 huruf, dalam satu baris.");
        RuleFor(r => r.BirthPlace).Must(IsText(100)).WithMessage("Tempat lahir 1 sampai 100 huruf, dalam satu baris.");
        RuleFor(r => r.Rank).Must(IsText(20)).WithMessage("Pangkat/golongan 1 sampai 20 huruf, dalam satu baris.");
        RuleFor(r => r.Position).Must(IsText(200)).WithMessage("Jabatan 1 sampai 200 huruf, dalam satu baris.");
        RuleFor(r => r.Reason).Must(RevocationBodyValidator.IsReason).WithMessage(RevocationBodyValidator.ReasonNeeded);
    }

    private static Func<string?, bool> IsText(int length) =>
        text => text is null || (text.Trim() is { Length: > 0 } trimmed && trimmed.Length <= length && !trimmed.Any(char.IsControl));
}
