using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Reviews;

internal sealed record AddChecklistRequest(
    DateOnly? ValidFrom, string? Source, int? DistanceFrom, int? BlendedFrom, IReadOnlyList<ChecklistItemRequest?>? Items);

internal sealed record ChecklistItemRequest(string? Code, string? Question, int? Weight);

internal sealed class AddChecklistValidator : AbstractValidator<AddChecklistRequest>
{
    public AddChecklistValidator()
    {
        RuleFor(r => r.ValidFrom).NotNull().InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.Source).Prose();
        RuleFor(r => r.BlendedFrom).NotNull().InclusiveBetween(0, 100);
        RuleFor(r => r.DistanceFrom).NotNull().InclusiveBetween(0, 100).GreaterThanOrEqualTo(r => r.BlendedFrom)
            .WithMessage("'distanceFrom' wajib ada, 0 sampai 100, dan tidak di bawah 'blendedFrom'.");
        RuleFor(r => r.Items).NotEmpty().Must(i => i is null || i.Count <= 50).WithMessage("'items' paling banyak 50.")
            .Must(items => items.AreDistinct(i => i.Code)).WithMessage("'items' memuat kode yang sama lebih dari sekali.");
        RuleForEach(r => r.Items).NotNull().ChildRules(item =>
        {
            item.RuleFor(i => i!.Code).Must(CreateProgrammeRequest.IsCode).WithMessage("'code' wajib ada: 1 sampai 30 huruf, angka, '-', '.', atau '_'.");
            item.RuleFor(i => i!.Question).Text(500);
            item.RuleFor(i => i!.Weight).NotNull().InclusiveBetween(1, 100);
        });
    }
}

internal static class GetChecklist
{
    public static async Task<IResult> Handle(CatalogueDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.ChecklistInForceAsync(Wib.DateOf(clock.Now()), cancellationToken));
}

internal static class AddChecklist
{
    public static async Task<IResult> Handle(AddChecklistRequest request, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"LOCK TABLE review_checklists IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var latest = await db.Checklists.AsNoTracking().OrderByDescending(c => c.Version).FirstAsync(cancellationToken);
        if (request.ValidFrom < latest.ValidFrom) return new RulesBeforeTheLatest("validFrom", latest.ValidFrom).ToProblem();
        var checklist = new ReviewChecklist(
            latest.Version + 1, request.ValidFrom!.Value, request.Source!, request.DistanceFrom!.Value, request.BlendedFrom!.Value,
            [.. request.Items!.Select(i => new ChecklistItem(i!.Code!, i.Question!, i.Weight!.Value))]);
        db.Checklists.Add(checklist);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created("/api/catalogue/review-checklist", checklist);
    }
}
