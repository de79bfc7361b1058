namespace Bpsdm.SessionDelivery.Domain;

public sealed partial class ParticipantRecord
{
    private readonly Dictionary<Guid, ItemProgress> _items = [];

    /// <summary>Whoever decides on modules or the post-test reads it under the offering's lock.</summary>
    public LearningPath Path { get; set; } = LearningPath.Free;
    public IReadOnlyDictionary<Guid, ItemProgress> Items => _items;

    public IEnumerable<Module> UnfinishedModules => Offering.Modules.Where(m => m.IsSelfPaced && _progress.GetValueOrDefault(m.Id) < 100);

    /// <summary>Whether an attempt at the post-test may not begin yet. One that was handed in is graded and counts, whatever is said of the order later.</summary>
    public bool ModulesComeFirst => Path.Order.ModulesFirst && Frozen is null && UnfinishedModules.Any();

    /// <summary>Whether nothing new may be learned yet.</summary>
    private bool PreTestComesFirst => Path.Order.PreTestFirst && PreTestHandedInAt is null;

    public void Restore(Guid itemId, ItemProgress progress) => _items.Add(itemId, progress);

    /// <summary>
    /// Takes what a client tells of content items, in whatever order. The modules follow from the items, and the outcome
    /// from the modules once all facts are in: what came first in a batch decides nothing.
    /// </summary>
    public IReadOnlyList<FactAnswer> Learn(IReadOnlyList<ItemFact> facts, DateTimeOffset now)
    {
        var touched = new HashSet<ModuleContent>();
        var answers = facts.Select(fact => Learn(fact, touched)).ToList();
        foreach (var content in touched)
        {
            var percent = content.Percent(item => _items.GetValueOrDefault(item, ItemProgress.None).Percent);
            if (percent > _progress.GetValueOrDefault(content.ModuleId, -1))
            {
                _progress[content.ModuleId] = percent;
                Changes.Progress[content.ModuleId] = (percent, now);
            }
        }
        if (touched.Count > 0 && Outcome is null) Decide(now);
        return answers;
    }

    private FactAnswer Learn(ItemFact fact, HashSet<ModuleContent> touched)
    {
        if (Path.WithItem(fact.ItemId) is not { } content) return new(fact.Id, false, Refusal.ItemUnknown);
        var known = _items.GetValueOrDefault(fact.ItemId);
        var joined = (known ?? ItemProgress.None).Join(fact.Told);
        if (joined == known) return new(fact.Id, false, null);
        // A bookmark moves nobody's outcome, so it is kept until the offering is closed.
        var frozen = Frozen is Refusal.AlreadyDecided && joined.Percent == known?.Percent && Offering.ClosedAt is null ? null : Frozen;
        if (frozen is { } refusal) return new(fact.Id, false, refusal);
        if (PreTestComesFirst) return new(fact.Id, false, Refusal.PreTestFirst);

        _items[fact.ItemId] = joined;
        Changes.Items[fact.ItemId] = (content.ModuleId, joined);
        touched.Add(content);
        return new(fact.Id, true, null);
    }
}
