namespace Bpsdm.Catalogue.Domain;

/// <summary>What an agency asks for (usulan kebutuhan diklat): proposed, then accepted or rejected, once.</summary>
public sealed class TrainingNeed
{
    private TrainingNeed()
    {
    }

    public Guid Id { get; private init; }
    public string AgencyCode { get; private init; } = "";
    public Guid? ProgrammeId { get; private init; }

    /// <summary>What is to be learned, where the catalogue has no programme for it.</summary>
    public string? Topic { get; private init; }
    public int Headcount { get; private init; }
    public int Year { get; private init; }
    public int Quarter { get; private init; }
    public NeedPriority Priority { get; private init; }
    public string Reason { get; private init; } = "";
    public string ProposedBy { get; private init; } = "";
    public DateTimeOffset ProposedAt { get; private init; }
    public NeedStatus Status { get; private set; }
    public string? RejectionReason { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    public static TrainingNeed Propose(
        Guid id, string agencyCode, Guid? programmeId, string? topic, int headcount, int year, int quarter,
        NeedPriority priority, string reason, string by, DateTimeOffset now) => new()
        {
            Id = id,
            AgencyCode = agencyCode,
            ProgrammeId = programmeId,
            Topic = topic,
            Headcount = headcount,
            Year = year,
            Quarter = quarter,
            Priority = priority,
            Reason = reason,
            ProposedBy = by,
            ProposedAt = now,
            Status = NeedStatus.Proposed,
        };

    public BrokenRule? Accept(string by, DateTimeOffset now) => Decide(NeedStatus.Accepted, null, by, now);

    public BrokenRule? Reject(string reason, string by, DateTimeOffset now) => Decide(NeedStatus.Rejected, reason, by, now);

    private NeedDecidedAlready? Decide(NeedStatus status, string? reason, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Proposed) return new NeedDecidedAlready(Status);
        (Status, RejectionReason, DecidedBy, DecidedAt) = (status, reason, by, now);
        return null;
    }
}
