using System.Runtime.InteropServices;

namespace Bpsdm.Enrolment.Domain;

/// <summary>One scheduled run of a programme, as the catalogue told of it, and the seats taken in it.</summary>
public sealed class Offering
{
    public required Guid Id { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string ProgrammeCode { get; init; }
    public required string ProgrammeTitle { get; init; }
    public required string Category { get; init; }
    public required int Angkatan { get; init; }
    public required int Year { get; init; }
    public required int Jp { get; init; }
    public required string DeliveryMode { get; init; }
    public required string Place { get; init; }
    public required DateOnly StartDate { get; init; }
    public required DateOnly EndDate { get; init; }
    public required DateTimeOffset EnrolmentOpensAt { get; init; }
    public required DateTimeOffset EnrolmentClosesAt { get; init; }
    public required int Capacity { get; init; }
    public required bool ExcludeEducationTeachers { get; init; }
    public required bool ExcludeCovidResponse { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Never above <see cref="Capacity"/>; whoever seats somebody holds this row's lock.</summary>
    public int SeatsTaken { get; init; }
}

/// <summary>When an offering takes enrolments: from the opening on, up to the closing.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EnrolmentWindow(DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    public bool IsOpenAt(DateTimeOffset now) => OpensAt <= now && now < ClosesAt;
}
