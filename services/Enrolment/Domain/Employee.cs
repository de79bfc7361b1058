namespace Bpsdm.Enrolment.Domain;

/// <summary>A civil servant as the register knows them, also after they left. Written in sets by the import, read here.</summary>
public sealed class Employee
{
    public required string Nip { get; init; }
    public required string Name { get; init; }
    public string? BirthPlace { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required EmploymentKind Kind { get; init; }
    public required string AgencyCode { get; init; }
    public required string Rank { get; init; }
    public required string Position { get; init; }

    /// <summary>One of <see cref="StaffGroups"/>, or null.</summary>
    public string? StaffGroup { get; init; }

    /// <summary>Since when (WIB) the register has had them with this agency, rank and position.</summary>
    public required DateOnly PostedFrom { get; init; }

    /// <summary>When (WIB) they left the service; null while they serve.</summary>
    public DateOnly? LeftAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A posting that ended: the present one is in <see cref="Employee"/>.</summary>
public sealed class EmployeePosting
{
    /// <summary>Orders the postings of a person, also those of one day.</summary>
    public long Id { get; init; }
    public required string Nip { get; init; }
    public required string AgencyCode { get; init; }
    public required string Rank { get; init; }
    public required string Position { get; init; }
    public required DateOnly PostedFrom { get; init; }
    public required DateOnly PostedTo { get; init; }
}

/// <summary>Groups of staff that an offering's eligibility may leave out.</summary>
public static class StaffGroups
{
    /// <summary>Teachers of Dinas Pendidikan, who teach their pupils at a distance.</summary>
    public const string EducationTeacher = "education-teacher";

    /// <summary>Staff on COVID-19 response.</summary>
    public const string CovidResponse = "covid-response";

    public static bool IsKnown(string group) => group is EducationTeacher or CovidResponse;
}
