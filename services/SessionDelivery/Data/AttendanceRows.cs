namespace Bpsdm.SessionDelivery.Data;

public sealed class CorrectionRow
{
    public required Guid Id { get; init; }

    /// <summary>The order in which a participant's corrections were recorded, under the lock of the seat.</summary>
    public long Number { get; init; }
    public required Guid ParticipantId { get; init; }
    public required Guid SessionId { get; init; }
    public required Guid OfferingId { get; init; }
    public required bool Present { get; init; }
    public required string Reason { get; init; }
    public required string CorrectedBy { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
    public DateTimeOffset? AttendedAt { get; init; }
}

/// <summary>How often a participant has told a wrong code in a session.</summary>
public sealed class WrongCodeRow
{
    public required Guid ParticipantId { get; init; }
    public required Guid SessionId { get; init; }
    public required Guid OfferingId { get; init; }
    public required short Count { get; init; }
}
