namespace Bpsdm.SessionDelivery.Data;

/// <summary>A confirmed participant. Locking this row is what makes one participant's facts follow each other.</summary>
public sealed class Seat
{
    public required Guid ParticipantId { get; init; }

    /// <summary>No foreign key: a seat may be told of before its offering.</summary>
    public required Guid OfferingId { get; init; }
    public required string Nip { get; init; }
    public required string Name { get; init; }
    public string? BirthPlace { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Rank { get; init; }
    public required string Position { get; init; }
    public required string AgencyCode { get; init; }
    public required string AgencyName { get; init; }
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>When the seat was given back or lost. The row stays, with all that its participant has done.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Null while the seat is held.</summary>
    public string? WithdrawalReason { get; init; }
}

/// <summary>A withdrawal by the id of its participant. It may be told before the seat.</summary>
public sealed class Withdrawal
{
    public const string OfferingCancelled = "offering-cancelled";

    /// <summary>Another seat of the same person was confirmed later, so this one must have been withdrawn before; that is still to be told.</summary>
    public const string Superseded = "superseded";

    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }
    public required Guid FactId { get; init; }

    /// <summary>withdrawn, transferred, offering-cancelled or left-service.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset WithdrawnAt { get; init; }
}

public sealed class AttendanceRow
{
    public required Guid ParticipantId { get; init; }
    public required Guid SessionId { get; init; }
    public required Guid OfferingId { get; init; }
    public required DateTimeOffset AttendedAt { get; init; }

    /// <summary>Whether it came of the notices of the classroom, which may take it back.</summary>
    public bool ByClassroom { get; init; }
}

public sealed class ProgressRow
{
    public required Guid ParticipantId { get; init; }
    public required Guid ModuleId { get; init; }
    public required Guid OfferingId { get; init; }
    public required short Percent { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

public sealed class AttemptRow
{
    public required Guid ParticipantId { get; init; }
    public required short Number { get; init; }
    public required Guid OfferingId { get; init; }
    public required decimal Score { get; init; }

    /// <summary>A byte a question: the position of the chosen option. The test can't change any more, so this is the whole answer sheet.</summary>
    public required byte[] Chosen { get; init; }
    public required DateTimeOffset AttemptedAt { get; init; }
}

public sealed class OutcomeRow
{
    public required Guid ParticipantId { get; init; }
    public required Guid OfferingId { get; init; }
    public required Guid FactId { get; init; }
    public required bool Completed { get; init; }
    public string? Reason { get; init; }
    public decimal? Score { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The organiser who decided it; null where the rule did.</summary>
    public string? DecidedBy { get; init; }
}
