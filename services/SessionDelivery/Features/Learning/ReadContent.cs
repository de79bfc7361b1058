using System.Security.Claims;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Learning;

/// <summary>What there is to learn in an offering, and in which order.</summary>
public sealed record OfferingContent(Guid OfferingId, LearningOrder Order, IReadOnlyList<ModuleContentView> Modules);

public sealed record ModuleContentView(Guid ModuleId, int Number, string Title, IReadOnlyList<ContentItem> Items)
{
    public static ModuleContentView Of(Module module, IReadOnlyList<ContentItem> items) => new(module.Id, module.Number, module.Title, items);
}

/// <param name="Order">What comes first, where the offering says so.</param>
/// <param name="Modules">The self-paced ones; a module without items is told of as a whole.</param>
public sealed record MyContent(Guid OfferingId, LearningOrder Order, IReadOnlyList<MyModule> Modules);

/// <param name="Percent">Rolled up from the items by their minutes.</param>
public sealed record MyModule(Guid ModuleId, int Number, string Title, int Percent, IReadOnlyList<MyItem> Items);

/// <param name="Position">Where to go on, as the client told it last; null where it never did.</param>
public sealed record MyItem(Guid ItemId, string Kind, string Title, string? Url, string? Text, int Minutes, int Percent, int? Position, DateTimeOffset? PositionAt);

internal static class ReadContent
{
    public static async Task<Results<Ok<OfferingContent>, ProblemHttpResult>> HandleAsync(Guid id, DeliveryDb db, CancellationToken cancellationToken) =>
        await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is { } offering
            ? TypedResults.Ok(await OfAsync(db, offering, cancellationToken))
            : Answers.OfferingNotFound(id);

    public static async Task<Results<Ok<MyContent>, ProblemHttpResult>> MineAsync(
        Guid id, ClaimsPrincipal user, OfferingCache offerings, DeliveryDb db, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (user.Nip() is not { } nip) return Answers.NoNip();
        if (await offerings.GetAsync(id, cancellationToken) is not { } found) return Answers.OfferingNotFound(id);
        var (participantId, refusal) = await db.SeatOfAsync(id, nip, cancellationToken);
        if (refusal is not null) return refusal.Value.ToProblem();

        var record = await ParticipantStore.ReadAsync(dataSource, found.Offering, participantId, cancellationToken);
        return TypedResults.Ok(new MyContent(id, found.Path.Order, [.. found.Offering.Modules.Where(m => m.IsSelfPaced).Select(m => new MyModule(
            m.Id, m.Number, m.Title, record.Progress.GetValueOrDefault(m.Id),
            [.. (found.Path.OfModule(m.Id)?.Items ?? []).Select(i => ItemOf(i, record.Items.GetValueOrDefault(i.Id)))]))]));
    }

    internal static async Task<OfferingContent> OfAsync(DeliveryDb db, Offering offering, CancellationToken cancellationToken)
    {
        var path = await PathAsync(db, offering.Id, cancellationToken);
        return new(offering.Id, path.Order, [.. offering.Modules.Where(m => m.IsSelfPaced).Select(m => ModuleContentView.Of(m, path.OfModule(m.Id)?.Items ?? []))]);
    }

    internal static async Task<LearningPath> PathAsync(DeliveryDb db, Guid id, CancellationToken cancellationToken = default)
    {
        var order = await db.Set<LearningOrderRow>().AsNoTracking().SingleOrDefaultAsync(o => o.OfferingId == id, cancellationToken);
        return new(
            order is null ? LearningOrder.Free : new(order.PreTestFirst, order.ModulesFirst),
            await db.Set<ModuleContent>().AsNoTracking().Where(c => c.OfferingId == id).ToListAsync(cancellationToken));
    }

    private static MyItem ItemOf(ContentItem i, ItemProgress? progress) => new(
        i.Id, i.Kind, i.Title, i.Url, i.Text, i.Minutes, progress?.Percent ?? 0, progress?.Bookmark?.Position, progress?.Bookmark?.At);
}
