namespace Bpsdm.Enrolment.Domain;

/// <summary>What happened to an enrolment: who, when and why.</summary>
public sealed class EnrolmentChange
{
    /// <summary><see cref="ChangedBy"/> of what nobody did by hand, such as a promotion.</summary>
    public const string System = "system";

    public required Guid EnrolmentId { get; init; }

    /// <summary>Order of the changes.</summary>
    public long Id { get; init; }

    /// <summary>The status after it.</summary>
    public required EnrolmentStatus Status { get; init; }

    /// <summary>Subject of the token.</summary>
    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>In Indonesian.</summary>
    public required string Reason { get; init; }
}
