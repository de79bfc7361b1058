namespace Bpsdm.Enrolment.Domain;

/// <summary>A confirmed seat of an employee in an offering; its id names the participant in every later event.</summary>
public sealed class ConfirmedEnrolment
{
    public required Guid Id { get; init; }
    public required Guid OfferingId { get; init; }
    public required string Nip { get; init; }

    /// <summary>The employee's agency when the seat was confirmed.</summary>
    public required string AgencyCode { get; init; }

    /// <summary>Id of the published fact.</summary>
    public required Guid FactId { get; init; }
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>The upload that nominated them; null when they enrolled themselves.</summary>
    public Guid? ImportJobId { get; init; }
}
