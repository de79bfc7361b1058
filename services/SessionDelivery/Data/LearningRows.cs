namespace Bpsdm.SessionDelivery.Data;

/// <summary>How far a participant is in a content item.</summary>
public sealed class ItemProgressRow
{
    public required Guid ParticipantId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid ModuleId { get; init; }
    public required short Percent { get; init; }
    public int? Position { get; init; }

    /// <summary>When the client was at the position, by its clock.</summary>
    public DateTimeOffset? PositionAt { get; init; }
}

/// <summary>In which order an offering is learned.</summary>
public sealed class LearningOrderRow
{
    public required Guid OfferingId { get; init; }
    public required bool PreTestFirst { get; set; }
    public required bool ModulesFirst { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public required string SetBy { get; set; }
}
