using MassTransit;

namespace Bpsdm.Contracts.Enrolment;

/// <summary>Employees got a confirmed seat in an offering: they are participants now.</summary>
[MessageUrn("urn:bpsdm:enrolment:enrolment-confirmed:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.enrolment.enrolment-confirmed.v1")]
public sealed record EnrolmentConfirmed
{
    public required Guid OfferingId { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<ConfirmedParticipant> Participants { get; init; }
}

/// <param name="FactId">Id of this fact.</param>
/// <param name="ParticipantId">The enrolment; names this person in this offering in every later event.</param>
public sealed record ConfirmedParticipant(Guid FactId, Guid ParticipantId, Person Person, DateTimeOffset ConfirmedAt);

/// <summary>Participants gave their seats back, or lost them: they are participants no longer.</summary>
[MessageUrn("urn:bpsdm:enrolment:enrolment-withdrawn:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.enrolment.enrolment-withdrawn.v1")]
public sealed record EnrolmentWithdrawn
{
    public required Guid OfferingId { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<WithdrawnParticipant> Participants { get; init; }
}

/// <param name="FactId">Id of this fact.</param>
/// <param name="Reason">withdrawn, transferred, offering-cancelled or left-service.</param>
public sealed record WithdrawnParticipant(Guid FactId, Guid ParticipantId, string Nip, string Reason, DateTimeOffset WithdrawnAt);

/// <summary>
/// A civil servant as the register knew them when the seat was confirmed. It travels with the facts about them up to
/// the certificate, which shows these very fields, so that no service asks another for them.
/// </summary>
/// <param name="Nip">18 digits (BKN 22/2007 for a PNS).</param>
/// <param name="Rank">Golongan: I/a to IV/e for a PNS, I to XVII for a PPPK.</param>
public sealed record Person(
    string Nip, string Name, string? BirthPlace, DateOnly BirthDate,
    string Rank, string Position, string AgencyCode, string AgencyName);
