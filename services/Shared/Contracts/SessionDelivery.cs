using Bpsdm.Contracts.Enrolment;
using MassTransit;

namespace Bpsdm.Contracts.SessionDelivery;

/// <summary>Participants fulfilled the completion rule of their offering.</summary>
[MessageUrn("urn:bpsdm:session-delivery:participant-completed:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.session-delivery.participant-completed.v1")]
public sealed record ParticipantCompleted
{
    public required OfferingSummary Offering { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<CompletedParticipant> Participants { get; init; }
}

/// <param name="FactId">Id of this fact: the completion, the same in every place that tells of it.</param>
/// <param name="Score">Best score of the post-test, 0 to 100.</param>
public sealed record CompletedParticipant(Guid FactId, Guid ParticipantId, Person Person, decimal Score, DateTimeOffset CompletedAt);

/// <summary>
/// Outcomes that were told before are others now: an organiser decided otherwise, or attendance or a grade was corrected.
/// Each correction is a new fact; the chain of <see cref="CorrectedCompletion.CorrectedFactId"/> leads back to the first outcome.
/// </summary>
[MessageUrn("urn:bpsdm:session-delivery:completion-corrected:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.session-delivery.completion-corrected.v1")]
public sealed record CompletionCorrected
{
    public required OfferingSummary Offering { get; init; }

    /// <summary>At most <see cref="Contract.MaxFacts"/>.</summary>
    public required IReadOnlyList<CorrectedCompletion> Participants { get; init; }
}

/// <param name="FactId">Id of this fact, and of the outcome that holds now: where it is a completion, a certificate proves it by this id.</param>
/// <param name="CorrectedFactId">The outcome (of any of the three events) that holds no longer.</param>
/// <param name="CompletedBefore">Whether that one was a completion.</param>
/// <param name="Completed">Whether it is completed now.</param>
/// <param name="Score">Best score of the post-test, 0 to 100; null without an attempt.</param>
/// <param name="Reason">Why, in the words of who corrected it.</param>
public sealed record CorrectedCompletion(
    Guid FactId, Guid CorrectedFactId, Guid ParticipantId, Person Person, bool CompletedBefore, bool Completed, decimal? Score, string Reason,
    DateTimeOffset CorrectedAt);

/// <summary>Participants can no longer fulfil the completion rule: attempts used up, or the offering was closed.</summary>
[MessageUrn("urn:bpsdm:session-delivery:participant-failed:v1", useDefaultPrefix: false)]
[EntityName("bpsdm.session-delivery.participant-failed.v1")]
public sealed record ParticipantFailed
{
    public required OfferingSummary Offering { get; init; }
    public required IReadOnlyList<FailedParticipant> Participants { get; init; }
}

/// <param name="Reason">post-test-failed, not-completed-in-time or decided-by-organiser.</param>
public sealed record FailedParticipant(Guid FactId, Guid ParticipantId, string Nip, string AgencyCode, decimal? Score, string Reason, DateTimeOffset FailedAt);

/// <summary>What a certificate and an HR record say of the offering, so that no reader has to know it from elsewhere.</summary>
public sealed record OfferingSummary(
    Guid OfferingId, string ProgrammeCode, string ProgrammeTitle, string Category, int Angkatan, int Year,
    int Jp, string DeliveryMode, string Place, DateOnly StartDate, DateOnly EndDate);
