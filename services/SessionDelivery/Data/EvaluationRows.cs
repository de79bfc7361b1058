namespace Bpsdm.SessionDelivery.Data;

/// <summary>Who has handed in an evaluation. It has no time, and nothing in common with what was answered.</summary>
public sealed class EvaluationHandIn
{
    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }
}

/// <summary>A free text that was let out of the box. The id is random (version 4): it tells no order.</summary>
public sealed class EvaluationText
{
    public required Guid Id { get; init; }
    public required Guid OfferingId { get; init; }
    public required int Item { get; init; }
    public required string Text { get; init; }
}
