namespace Bpsdm.Messaging.Outbox;

/// <summary>Settings of the relay, under <c>Outbox</c> in the configuration.</summary>
public sealed class OutboxOptions
{
    /// <summary>Rows that one turn of a lane takes at most.</summary>
    public int BatchRows { get; set; } = 200;

    /// <summary>Bytes of bodies that one turn of a lane takes at most (one message more than that, if it is larger); keeps memory flat.</summary>
    public int BatchBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Lanes relayed at once by one process.</summary>
    public int Workers { get; set; } = 2;

    /// <summary>How long the broker may take to confirm one message.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest pause of the poll; it doubles while there is nothing to do.</summary>
    public TimeSpan MinPoll { get; set; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan MaxPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures of a message's own before it is parked.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Pause after a message's first failure; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an inbox row is kept: longer than any replay of an error queue or outage of the broker.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long a message is kept after the broker has confirmed it, for a restore: longer than any consumer is behind, and shorter
    /// than <see cref="InboxRetention"/>, so that what is published again finds the row that says it was handled.
    /// </summary>
    public TimeSpan SentRetention { get; set; } = TimeSpan.FromDays(7);
}
