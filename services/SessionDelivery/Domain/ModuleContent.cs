namespace Bpsdm.SessionDelivery.Domain;

/// <summary>What there is to learn in a self-paced module of an offering. A module without a list is told of as a whole.</summary>
public sealed class ModuleContent
{
    public required Guid OfferingId { get; init; }
    public required Guid ModuleId { get; init; }
    public required List<ContentItem> Items { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public required string SetBy { get; set; }

    /// <summary>How much of the module is done, each item by its minutes; rounded down, so that 100 means all of it.</summary>
    public int Percent(Func<Guid, int> percentOf)
    {
        var (done, all) = (0L, 0L);
        foreach (var item in Items) (done, all) = (done + ((long)item.Minutes * percentOf(item.Id)), all + item.Minutes);
        return (int)(done / all);
    }

    /// <summary>Whether what was learned before counts as much afterwards: the same items of the same weight, whatever they say now.</summary>
    public static bool WeighTheSame(IEnumerable<ContentItem> before, IEnumerable<ContentItem> after) =>
        before.Select(i => (i.Id, i.Minutes)).Order().SequenceEqual(after.Select(i => (i.Id, i.Minutes)).Order());
}

/// <param name="Id">Made by who wrote it, so that a repeated request is known; a copy in the next angkatan keeps it.</param>
/// <param name="Kind">page, video, document, link or package.</param>
/// <param name="Url">Where it is; null for a page.</param>
/// <param name="Text">What a page says; null for the others.</param>
/// <param name="Minutes">How long it takes: its weight in the module.</param>
public sealed record ContentItem(Guid Id, string Kind, string Title, string? Url, string? Text, int Minutes)
{
    public const string Page = "page", Video = "video", Document = "document", Link = "link", Package = "package";

    public static bool IsKind(string? kind) => kind is Page or Video or Document or Link or Package;
}

/// <summary>In which order an offering is learned; nothing is said of one that has no such setting.</summary>
/// <param name="PreTestFirst">Nobody learns before the pre-test is handed in.</param>
/// <param name="ModulesFirst">Nobody takes the post-test before all self-paced modules are finished.</param>
public sealed record LearningOrder(bool PreTestFirst, bool ModulesFirst)
{
    public static LearningOrder Free { get; } = new(false, false);
}

/// <summary>What there is to learn in an offering, and in which order.</summary>
public sealed class LearningPath
{
    private readonly Dictionary<Guid, ModuleContent> _contents;
    private readonly Dictionary<Guid, ModuleContent> _byItem;

    public LearningPath(LearningOrder order, IEnumerable<ModuleContent> contents)
    {
        Order = order;
        _contents = contents.ToDictionary(c => c.ModuleId);
        _byItem = _contents.Values.SelectMany(c => c.Items, (c, i) => (Content: c, i.Id)).ToDictionary(i => i.Id, i => i.Content);
    }

    public static LearningPath Free { get; } = new(LearningOrder.Free, []);

    public LearningOrder Order { get; }
    public ModuleContent? OfModule(Guid moduleId) => _contents.GetValueOrDefault(moduleId);
    public ModuleContent? WithItem(Guid itemId) => _byItem.GetValueOrDefault(itemId);
}
