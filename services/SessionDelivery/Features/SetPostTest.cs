using System.Security.Claims;
using Bpsdm.ServiceDefaults;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features;

public sealed record PostTestRequest(IReadOnlyList<QuestionRequest?>? Questions);

public sealed record QuestionRequest(string? Text, IReadOnlyList<OptionRequest?>? Options);

public sealed record OptionRequest(string? Text, bool Correct = false);

internal sealed class PostTestRequestValidator : AbstractValidator<PostTestRequest>
{
    public PostTestRequestValidator()
    {
        RuleFor(r => r.Questions).NotNull().WithMessage("Daftar pertanyaan wajib diisi.");
        RuleFor(r => r.Questions).Must(q => q is null or { Count: >= 1 and <= 200 }).WithMessage("Post-test memuat 1 sampai 200 pertanyaan.");
        RuleForEach(r => r.Questions).NotNull().WithMessage("Pertanyaan tidak boleh kosong.");
        RuleForEach(r => r.Questions).SetValidator(new QuestionValidator()!);
    }

    private sealed class QuestionValidator : AbstractValidator<QuestionRequest>
    {
        public QuestionValidator()
        {
            RuleFor(q => q.Text).NotEmpty().WithMessage("Teks pertanyaan wajib diisi.").MaximumLength(2000).WithMessage("Teks pertanyaan paling panjang 2000 huruf.");
            RuleFor(q => q.Options).Must(o => o is { Count: >= 2 and <= 10 }).WithMessage("Pertanyaan memuat 2 sampai 10 pilihan.");
            RuleFor(q => q.Options).Must(o => o is null || o.Count(x => x is { Correct: true }) == 1).WithMessage("Tepat satu pilihan harus benar.");
            RuleForEach(q => q.Options).NotNull().WithMessage("Pilihan tidak boleh kosong.");
            RuleForEach(q => q.Options).ChildRules(option =>
                option.RuleFor(o => o!.Text).NotEmpty().WithMessage("Teks pilihan wajib diisi.").MaximumLength(500).WithMessage("Teks pilihan paling panjang 500 huruf."));
        }
    }
}

internal static class SetPostTest
{
    public static async Task<Results<Ok<PostTestKey>, ProblemHttpResult>> HandleAsync(
        Guid id, PostTestRequest request, ClaimsPrincipal user, DeliveryDb db, OfferingCache offerings, TimeProvider time, CancellationToken cancellationToken)
    {
        // The lock makes two authors follow each other; what is read after it is what the other one left.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM offerings WHERE id = {id} FOR UPDATE", cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering)
            return Answers.OfferingNotFound(id);

        // This one waits for attempts that are being graded against the test, and then sees them.
        var test = await db.PostTests.FromSql($"SELECT * FROM post_tests WHERE offering_id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        var questions = Questions(request);
        if (await db.TestDefinitions.AnyAsync(t => t.OfferingId == id && t.Test != TestName.PreTest, cancellationToken))
            return Problems.Conflict("post-test-drawn", "Angkatan ini sudah mempunyai post-test dari bank soal, sehingga tidak dapat memakai post-test dengan soal tetap.");
        if (test is not null && test.Asks(questions)) return TypedResults.Ok(PostTestKey.Of(test, offering.Rule));
        if (test is not null && await db.Attempts.AnyAsync(a => a.OfferingId == id, cancellationToken))
            return Problems.Conflict("post-test-attempted", "Post-test sudah dikerjakan peserta, sehingga soalnya tidak dapat diganti lagi.");

        if (test is null)
        {
            test = new PostTest { OfferingId = id, Version = Guid.CreateVersion7(), Questions = questions, SetAt = time.Now(), SetBy = user.Subject() };
            db.PostTests.Add(test);
        }
        else
        {
            (test.Version, test.Questions, test.SetAt, test.SetBy) = (Guid.CreateVersion7(), questions, time.Now(), user.Subject());
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        offerings.Forget(id);
        return TypedResults.Ok(PostTestKey.Of(test, offering.Rule));
    }

    private static List<Question> Questions(PostTestRequest request) =>
    [
        .. request.Questions!.Select(q => new Question(
            Guid.CreateVersion7(), q!.Text!, [.. q.Options!.Select(o => new Option(Guid.CreateVersion7(), o!.Text!, o.Correct))])),
    ];
}
