namespace Bpsdm.Messaging.Inbox;

/// <summary>That a consumer has handled a message, written in the transaction of its effects.</summary>
public sealed class InboxMessage
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required DateTimeOffset HandledAt { get; init; }
}
