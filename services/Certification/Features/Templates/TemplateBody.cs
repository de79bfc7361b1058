using System.Linq.Expressions;
using Bpsdm.Certification.Domain;
using Bpsdm.Certification.Pdf;
using FluentValidation;

namespace Bpsdm.Certification.Features.Templates;

/// <summary>All texts of a template; <c>signatoryName</c> and <c>signatoryNip</c> may be left out.</summary>
public sealed record TemplateBody(
    string? Government, string? Institution, string? Title, string? Introduction, string? Verdict, string? CurriculumTitle, string? SignedAt,
    string? SignatoryTitle, string? SignatoryName, string? SignatoryNip, string? NumberPattern)
{
    internal TemplateTexts Texts => new(
        Of(Government), Of(Institution), Of(Title), Of(Introduction), Of(Verdict), Of(CurriculumTitle), Of(SignedAt), Of(SignatoryTitle),
        Of(SignatoryName), Of(SignatoryNip), Of(NumberPattern));

    private static string Of(string? text) => text?.Trim() ?? "";
}

internal sealed class TemplateBodyValidator : AbstractValidator<TemplateBody>
{
    public TemplateBodyValidator()
    {
        IsText(t => t.Government, 100);
        IsText(t => t.Institution, 100);
        IsText(t => t.Title, 60);
        IsText(t => t.Introduction, 60);
        IsText(t => t.Verdict, 60);
        IsText(t => t.CurriculumTitle, 60);
        IsText(t => t.SignedAt, 50);
        IsText(t => t.SignatoryTitle, 100);
        IsText(t => t.SignatoryName, 100, least: 0);
        RuleFor(t => t.SignatoryNip).Must(nip => string.IsNullOrWhiteSpace(nip) || (nip.Trim().Length == 18 && nip.Trim().All(char.IsAsciiDigit)))
            .WithMessage("NIP penanda tangan 18 angka, atau kosong.");
        IsText(t => t.NumberPattern, 60);
        RuleFor(t => t.NumberPattern).Must(p => NumberPattern.IsValid(p?.Trim())).WithMessage(
            "Pola nomor memuat {seq} dan {year} masing-masing sekali, boleh {kind}, tanpa kurung kurawal lain, dan tanpa angka atau isian lain yang menempel pada {seq} atau {year}.");
    }

    private void IsText(Expression<Func<TemplateBody, string?>> field, int most, int least = 1) =>
        RuleFor(field)
            .Must(text => (text?.Trim() ?? "") is var trimmed && trimmed.Length >= least && trimmed.Length <= most && !trimmed.Any(char.IsControl))
            .WithMessage($"Isi {least} sampai {most} huruf, dalam satu baris.")
            .Must(text => string.IsNullOrEmpty(text) || text.Any(char.IsControl) || CertificatePdf.IsPrintable(text))
            .WithMessage("Memuat huruf yang tidak dapat dicetak.");
}
