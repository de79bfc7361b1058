namespace Bpsdm.Contracts;

/// <summary>
/// Marks a message of this platform. A message is a past fact, carried in bulk: one message holds up to
/// <see cref="MaxFacts"/> facts of one kind, each with an id of its own, and a consumer guards itself by that id.
/// </summary>
public static class Contract
{
    /// <summary>Facts in one message. A message of a participant's fact is some 400 bytes, so 500 of them are 200 kB.</summary>
    public const int MaxFacts = 500;
}
