namespace Bpsdm.Certification.Webhooks;

/// <summary>Where an HR system wants to be told, and of what.</summary>
public sealed class Subscription
{
    public required Guid Id { get; init; }

    /// <summary>Subject of the client that made it; nobody else sees it.</summary>
    public required string Owner { get; init; }
    public required string Url { get; set; }
    public required string Description { get; set; }

    /// <summary>Codes of agencies; empty for all.</summary>
    public required string[] Agencies { get; set; }

    /// <summary>Kinds of certificates (sertifikat, sttpp); empty for both.</summary>
    public required string[] Kinds { get; set; }

    /// <summary>Whether messages are sent; while not, they wait in the feed.</summary>
    public required bool Active { get; set; }

    /// <summary>Why the platform stopped sending: the receiver answered 410. Null where its owner did, or nobody.</summary>
    public string? StoppedReason { get; set; }

    /// <summary>1, 2, …: the secret is derived from it, and a rotation is the next one.</summary>
    public int SecretVersion { get; private set; } = 1;

    /// <summary>Until when the secret before it signs too.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>Up to where in the feed messages were made of entries.</summary>
    public required long Position { get; init; }

    /// <summary>Attempts that failed since the last success, whatever the message.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is sent before: a receiver that fails is left in peace for a while.</summary>
    public DateTimeOffset? RestUntil { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public void RotateSecret(DateTimeOffset now, TimeSpan overlap) => (SecretVersion, PreviousSecretUntil) = (SecretVersion + 1, now + overlap);
}

/// <summary>An entry of the feed on its way to a subscriber. Written in bulk by the statements of <c>Sending</c>.</summary>
public sealed class Delivery
{
    public required Guid SubscriptionId { get; init; }

    /// <summary>Id of the message: that of the fact, the same in feed and exchange.</summary>
    public required Guid FactId { get; init; }
    public required long Position { get; init; }

    /// <summary>Messages of one person are sent one after the other.</summary>
    public required string Nip { get; init; }
    public required int Attempts { get; init; }

    /// <summary>When it is to be sent (again); null once it was delivered or parked.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>HTTP status of the last answer; null where there was none.</summary>
    public int? LastStatus { get; init; }
    public string? LastError { get; init; }

    /// <summary>How long the last attempt took.</summary>
    public int? LastMilliseconds { get; init; }
}
