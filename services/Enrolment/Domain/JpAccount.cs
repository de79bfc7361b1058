namespace Bpsdm.Enrolment.Domain;

/// <summary>Learning hours that a certificate gave its holder. Counted once a certificate, whatever is told how often.</summary>
public sealed class JpEntry
{
    public required Guid CertificateId { get; init; }
    public required string Nip { get; init; }

    /// <summary>Year (WIB) of the completion.</summary>
    public required int Year { get; init; }
    public required int Jp { get; init; }
    public required string Kind { get; init; }
    public required string Number { get; init; }
    public required Guid OfferingId { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>When the certificate was revoked: its hours count no longer. The row stays, so that a late credit finds it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A person's learning hours in a year: the sum of their entries.</summary>
public sealed class JpAccount
{
    public required string Nip { get; init; }
    public required int Year { get; init; }
    public required int Jp { get; init; }
}

/// <summary>The yearly right to learning hours, from a year on until the next rule of the same kind.</summary>
public sealed class JpRight
{
    public required EmploymentKind Kind { get; init; }
    public required int FromYear { get; init; }
    public required int Jp { get; init; }

    /// <summary>The regulation, or where else the figure comes from.</summary>
    public required string Source { get; init; }
}

/// <summary>Serving employees of an agency.</summary>
public sealed class AgencyHeadcount
{
    public required string AgencyCode { get; init; }
    public required EmploymentKind Kind { get; init; }
    public required int Employees { get; init; }
}

/// <summary>Of an agency's serving employees: their learning hours in a year, and how many of them have their right fulfilled.</summary>
public sealed class JpTotal
{
    public required string AgencyCode { get; init; }
    public required EmploymentKind Kind { get; init; }
    public required int Year { get; init; }
    public required long Jp { get; init; }
    public required int Fulfilled { get; init; }
}
