namespace Bpsdm.Enrolment.Domain;

public enum ImportKind
{
    Employees,
    Nominations,
}

/// <summary>What a file of the register says about those who are not in it.</summary>
public enum ImportMode
{
    /// <summary>Nothing: they stay as they are.</summary>
    Change,

    /// <summary>They have left the service.</summary>
    Full,
}

public enum ImportStatus
{
    Queued,
    Running,

    /// <summary>A full file that would retire suspiciously many: nothing is applied until somebody confirms or cancels it.</summary>
    Held,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>An uploaded file that is worked off in chunks; <see cref="ProcessedRows"/> is how far that went.</summary>
public sealed class ImportJob
{
    public required Guid Id { get; init; }
    public required ImportKind Kind { get; init; }

    /// <summary>Of the register's files; null for nominations.</summary>
    public ImportMode? Mode { get; init; }

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

    /// <summary>JSON object: rows by outcome; <c>left</c> also counts those whom a full file does not name.</summary>
    public required string Outcomes { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, in whatever way.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
    public required DateTimeOffset NextAttemptAt { get; init; }
    public short Attempts { get; init; }
    public string? Error { get; init; }

    /// <summary>JSON: why the job was held (<see cref="ImportHold"/>); null where it never was.</summary>
    public string? Hold { get; init; }
    public string? ConfirmedBy { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public string? CancelledBy { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>W3C trace context of the upload, so that the work shows up in its trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>What a held file would do.</summary>
/// <param name="Leavers">How many serve and are not in the file.</param>
/// <param name="Serving">How many serve.</param>
/// <param name="Sample">The first few of the leavers.</param>
public sealed record ImportHold(int Leavers, int Serving, IReadOnlyList<ImportLeaver> Sample);

public sealed record ImportLeaver(string Nip, string Name, string AgencyCode);

/// <summary>
/// Some thousand rows of an uploaded file, as they wait for their transaction, column by column; deleted when the job has
/// ended. A row of the table for each row of the file cost three times the bytes, an index entry and a DELETE for each.
/// </summary>
public sealed class ImportChunk
{
    public required Guid JobId { get; init; }

    /// <summary>Rows of the file before this chunk.</summary>
    public required int RowsBefore { get; init; }

    /// <summary>Lines in the file.</summary>
    public required int[] Lines { get; init; }

    /// <summary>The NIPs as they were written.</summary>
    public required string[] Nips { get; init; }

    /// <summary>Why a row was rejected already by its form, or null.</summary>
    public required string?[] Codes { get; init; }

    // The columns of the register; null for nominations.
    public string?[]? Names { get; init; }
    public string?[]? BirthPlaces { get; init; }
    public DateOnly?[]? BirthDates { get; init; }
    public string?[]? Kinds { get; init; }
    public string?[]? AgencyCodes { get; init; }
    public string?[]? Ranks { get; init; }
    public string?[]? Positions { get; init; }
    public string?[]? StaffGroups { get; init; }
    public DateOnly?[]? LeftDates { get; init; }
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
