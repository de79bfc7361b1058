namespace Bpsdm.SessionDelivery.Data;

/// <summary>How an outcome came about that the rule did not decide alone, and what it corrects. Never changed, never removed.</summary>
public sealed class OutcomeChangeRow
{
    /// <summary>The outcome that it led to.</summary>
    public required Guid FactId { get; init; }

    /// <summary>The outcome that was in its place; null where there was none.</summary>
    public Guid? CorrectedFactId { get; init; }
    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }
    public bool? CompletedBefore { get; init; }
    public required bool Completed { get; init; }
    public decimal? Score { get; init; }
    public required string Reason { get; init; }
    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
