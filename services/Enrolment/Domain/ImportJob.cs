namespace Bpsdm.Enrolment.Domain;

public enum ImportKind
{
    Employees,
    Nominations,
}

public enum ImportStatus
{
    Queued,
    Running,
    Completed,
    Failed,
}

/// <summary>An uploaded file that is worked off in chunks; <see cref="ProcessedRows"/> is how far that went.</summary>
public sealed class ImportJob
{
    public required Guid Id { get; init; }
    public required ImportKind Kind { get; init; }

    /// <summary>The offering of nominations, or all zeros for the register: jobs of one target run one after the other.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>Only this agency's employees may be nominated, and its admins may see the job; null: no such bound.</summary>
    public string? AgencyCode { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required ImportStatus Status { get; init; }
    public int TotalRows { get; init; }
    public int ProcessedRows { get; init; }
    public int RejectedRows { get; init; }

    /// <summary>JSON object: rows by outcome.</summary>
    public required string Outcomes { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public required DateTimeOffset NextAttemptAt { get; init; }
    public short Attempts { get; init; }
    public string? Error { get; init; }

    /// <summary>W3C trace context of the upload, so that the work shows up in its trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A row of an uploaded file, as it waits for its chunk; deleted when the job has ended.</summary>
public sealed class ImportRow
{
    public required Guid JobId { get; init; }

    /// <summary>1, 2, … without gaps.</summary>
    public required int RowNumber { get; init; }

    /// <summary>Line in the file.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The NIP as it was written.</summary>
    public required string Value { get; init; }

    /// <summary>Why the row was rejected already by its form, or null.</summary>
    public string? Code { get; init; }
    public string? Name { get; init; }
    public string? BirthPlace { get; init; }
    public DateOnly? BirthDate { get; init; }
    public EmploymentKind? Kind { get; init; }
    public string? AgencyCode { get; init; }
    public string? Rank { get; init; }
    public string? Position { get; init; }
    public string? StaffGroup { get; init; }
}

/// <summary>A row that had no effect, and why; kept for the download.</summary>
public sealed class ImportRejection
{
    public required Guid JobId { get; init; }
    public required int LineNumber { get; init; }
    public required string Value { get; init; }

    /// <summary>One of <see cref="Outcomes"/>.</summary>
    public required string Code { get; init; }
}
