namespace Bpsdm.Certification.Siasn;

/// <summary>Course records that were handed out for SIASN together. What it asked for and what it holds never change.</summary>
public sealed class SiasnExport
{
    public required Guid Id { get; init; }

    /// <summary>Order of the list; given by the database.</summary>
    public long Number { get; init; }

    /// <summary>Who asked for it: a client or a person.</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last days of the courses, both included.</summary>
    public required DateOnly FromDate { get; init; }
    public required DateOnly ToDate { get; init; }

    /// <summary>Null for all.</summary>
    public required string? AgencyCode { get; init; }

    /// <summary>As it was named then: a file that is fetched again is the same.</summary>
    public required string Institution { get; init; }
    public required int Records { get; init; }
    public required int Accepted { get; init; }
    public required int Refused { get; init; }
}

/// <summary>A certificate in an export. It is in one that is not refused, at most: a unique index sees to it.</summary>
public sealed class SiasnEntry
{
    public const string Exported = "exported", Accepted = "accepted", Refused = "refused";

    public required Guid ExportId { get; init; }
    public required Guid CertificateId { get; init; }

    /// <summary>1, 2, 3, … in the file.</summary>
    public required int Line { get; init; }

    /// <summary>SIASN's word for the kind of course, as it was set then.</summary>
    public required string CourseKind { get; init; }
    public required string State { get; init; }

    /// <summary>What SIASN said of it.</summary>
    public required string? Message { get; init; }
    public required DateTimeOffset? AnsweredAt { get; init; }
}
