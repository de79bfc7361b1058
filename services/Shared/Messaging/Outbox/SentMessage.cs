namespace Bpsdm.Messaging.Outbox;

/// <summary>
/// A message that the broker has confirmed, kept for <see cref="OutboxOptions.SentRetention"/>: a backup holds the database and
/// not the broker, so a restore publishes again what may have been on its way.
/// </summary>
public sealed class SentMessage
{
    /// <summary>That of the outbox row, so that messages of one aggregate keep their order when they are published again.</summary>
    public required long Id { get; init; }
    public required short Lane { get; init; }
    public required Guid AggregateId { get; init; }
    public required Guid MessageId { get; init; }
    public required string Type { get; init; }
    public required byte[] Body { get; init; }
    public string? TraceParent { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset SentAt { get; init; }
}
