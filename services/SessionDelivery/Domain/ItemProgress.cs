namespace Bpsdm.SessionDelivery.Domain;

/// <summary>
/// How far somebody is in a content item. Two of them are joined into one that is at least as far as each; it makes no
/// difference in which order, how often or in what groups that is done, so a client that was offline sends what it has.
/// </summary>
/// <param name="Percent">0 to 100; the greatest one ever told.</param>
/// <param name="Bookmark">Where to go on; null where none was told.</param>
public sealed record ItemProgress(int Percent, Bookmark? Bookmark)
{
    public static ItemProgress None { get; } = new(0, null);

    public ItemProgress Join(ItemProgress other) => new(Math.Max(Percent, other.Percent), Bookmark.Later(Bookmark, other.Bookmark));
}

/// <param name="At">By the client's clock.</param>
/// <param name="Position">Second of a video, page of a document: the client knows.</param>
public sealed record Bookmark(DateTimeOffset At, int Position)
{
    /// <summary>The latest one stands; of two in the same moment the further one.</summary>
    public static Bookmark? Later(Bookmark? one, Bookmark? other) =>
        one is null ? other
        : other is null ? one
        : (one.At, one.Position).CompareTo((other.At, other.Position)) >= 0 ? one : other;
}

/// <param name="Id">Made by the client. The answer names it; what the fact does depends on the rest alone, so none is kept.</param>
public sealed record ItemFact(Guid Id, Guid ItemId, ItemProgress Told);

/// <param name="Refusal">Why it changed nothing; null where it was accepted, and where it says nothing new.</param>
public readonly record struct FactAnswer(Guid Id, bool Accepted, Refusal? Refusal);
