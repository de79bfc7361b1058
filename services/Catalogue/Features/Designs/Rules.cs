using Bpsdm.Catalogue.Data;
using Bpsdm.Catalogue.Domain;
using Bpsdm.ServiceDefaults;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.Catalogue.Features.Designs;

internal sealed record RulesResponse(
    int Version, DateOnly ValidFrom, int SelfPacedJpPerDay, int LiveJpPerDay, int FaceToFaceJpPerDay, string Source)
{
    public static RulesResponse Of(DeliveryRules r) =>
        new(r.Version, r.ValidFrom, r.SelfPacedJpPerDay, r.LiveJpPerDay, r.FaceToFaceJpPerDay, r.Source);
}

internal sealed record AddRulesRequest(
    DateOnly? ValidFrom, int? SelfPacedJpPerDay, int? LiveJpPerDay, int? FaceToFaceJpPerDay, string? Source);

internal sealed class AddRulesValidator : AbstractValidator<AddRulesRequest>
{
    public AddRulesValidator()
    {
        RuleFor(r => r.ValidFrom).NotNull().InclusiveBetween(Dates.Earliest, Dates.Latest);
        RuleFor(r => r.SelfPacedJpPerDay).NotNull().InclusiveBetween(1, DeliveryRules.MostJpPerDay);
        RuleFor(r => r.LiveJpPerDay).NotNull().InclusiveBetween(1, DeliveryRules.MostJpPerDay);
        RuleFor(r => r.FaceToFaceJpPerDay).NotNull().InclusiveBetween(1, DeliveryRules.MostJpPerDay);
        RuleFor(r => r.Source).Prose();
    }
}

internal static class ListRules
{
    public static async Task<IResult> Handle(CatalogueDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.DeliveryRules.AsNoTracking().OrderBy(r => r.Version).ToListAsync(cancellationToken)).Select(RulesResponse.Of).ToArray());
}

/// <summary>Adds a version. There is no way to change or delete one, and a trigger refuses it.</summary>
internal static class AddRules
{
    public static async Task<IResult> Handle(AddRulesRequest request, CatalogueDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"LOCK TABLE delivery_rules IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var latest = await db.DeliveryRules.AsNoTracking().OrderByDescending(r => r.Version).FirstAsync(cancellationToken);
        if (request.ValidFrom < latest.ValidFrom) return new RulesBeforeTheLatest("validFrom", latest.ValidFrom).ToProblem();
        var rules = new DeliveryRules(
            latest.Version + 1, request.ValidFrom!.Value, request.SelfPacedJpPerDay!.Value, request.LiveJpPerDay!.Value,
            request.FaceToFaceJpPerDay!.Value, request.Source!);
        db.DeliveryRules.Add(rules);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created("/api/catalogue/delivery-rules", RulesResponse.Of(rules));
    }
}
