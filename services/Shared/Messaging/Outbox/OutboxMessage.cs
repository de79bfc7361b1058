namespace Bpsdm.Messaging.Outbox;

/// <summary>A message that waits, in the transaction that caused it, for the broker to confirm it.</summary>
public sealed class OutboxMessage
{
    /// <summary>Order of writing; never used as a cursor, since transactions commit out of order.</summary>
    public long Id { get; private set; }

    /// <summary>Which of <see cref="OutboxLanes.Count"/> lanes relays it: messages of one aggregate share a lane.</summary>
    public required short Lane { get; init; }

    /// <summary>What the message is about; messages of one aggregate are published in the order they were written.</summary>
    public required Guid AggregateId { get; init; }
    public required Guid MessageId { get; init; }

    /// <summary>The message's urn, as <c>MessageUrn</c> says it.</summary>
    public required string Type { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public required byte[] Body { get; init; }

    /// <summary>W3C trace context of the cause.</summary>
    public string? TraceParent { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Failures that were this message's own fault; an absent broker does not count.</summary>
    public short Attempts { get; private set; }
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Given up on, with <see cref="Error"/>; its aggregate waits until somebody sends it again.</summary>
    public DateTimeOffset? ParkedAt { get; private set; }
    public string? Error { get; private set; }
}

internal static class OutboxLanes
{
    public const int Count = 16;

    public static short Of(Guid aggregateId)
    {
        Span<byte> bytes = stackalloc byte[16];
        aggregateId.TryWriteBytes(bytes);
        // The last bytes of a version 7 uuid are random; the first are a clock.
        return (short)(bytes[15] % Count);
    }
}
