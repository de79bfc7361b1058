using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Evaluation;

public sealed record EvaluationFormRequest(IReadOnlyList<EvaluationItemRequest?>? Items);

/// <param name="Section">programme, instructors or organisation.</param>
/// <param name="Kind">scale or text.</param>
public sealed record EvaluationItemRequest(string? Section, string? Kind, string? Text, bool Required = false);

internal sealed class EvaluationFormRequestValidator : AbstractValidator<EvaluationFormRequest>
{
    public EvaluationFormRequestValidator()
    {
        RuleFor(r => r.Items).Must(i => i is { Count: >= 1 and <= 50 }).WithMessage("Kuesioner memuat 1 sampai 50 butir.");
        RuleForEach(r => r.Items).NotNull().WithMessage("Butir tidak boleh kosong.").ChildRules(item =>
        {
            item.RuleFor(i => i!.Section).Must(s => s is EvaluationItem.Programme or EvaluationItem.Instructors or EvaluationItem.Organisation)
                .WithMessage("Bagian harus programme, instructors atau organisation.");
            item.RuleFor(i => i!.Kind).Must(k => k is EvaluationItem.Scale or EvaluationItem.FreeText).WithMessage("Jenis harus scale atau text.");
            item.RuleFor(i => i!.Text).NotEmpty().WithMessage("Teks butir wajib diisi.").MaximumLength(500).WithMessage("Teks butir paling panjang 500 huruf.");
        });
    }
}

/// <summary>Sets the questionnaire of an offering, until somebody has answered one. Items are numbered in their order.</summary>
internal static class SetEvaluation
{
    public static async Task<Results<Ok<IReadOnlyList<EvaluationItem>>, ProblemHttpResult>> HandleAsync(
        Guid id, EvaluationFormRequest request, ClaimsPrincipal user, DeliveryDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whoever hands in shares this lock, so nobody is in the middle of it.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OfferingLocks.TakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), id, cancellationToken);
        if (!await db.Offerings.AnyAsync(o => o.Id == id, cancellationToken)) return Answers.OfferingNotFound(id);

        List<EvaluationItem> items = [.. request.Items!.Select((item, i) => new EvaluationItem(i + 1, item!.Section!, item.Kind!, item.Text!.Trim(), item.Required))];
        var form = await db.Set<EvaluationForm>().SingleOrDefaultAsync(f => f.OfferingId == id, cancellationToken);
        if (form is not null && form.Items.SequenceEqual(items)) return TypedResults.Ok<IReadOnlyList<EvaluationItem>>(form.Items);
        if (await db.Set<EvaluationHandIn>().AnyAsync(h => h.OfferingId == id, cancellationToken))
            return Problems.Conflict("evaluation-answered", "Evaluasi sudah diisi peserta, sehingga kuesionernya tidak dapat diganti lagi.");

        if (form is null)
            db.Add(new EvaluationForm { OfferingId = id, Version = Guid.CreateVersion7(), Items = items, SetAt = time.Now(), SetBy = user.Subject() });
        else
            (form.Version, form.Items, form.SetAt, form.SetBy) = (Guid.CreateVersion7(), items, time.Now(), user.Subject());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<EvaluationItem>>(items);
    }
}
