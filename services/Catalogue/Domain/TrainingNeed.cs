namespace Bpsdm.Catalogue.Domain;

/// <summary>What an agency says of its need.</summary>
/// <param name="ProgrammeId">A programme of the catalogue; else <paramref name="Topic"/>.</param>
/// <param name="Topic">What is to be learned, where the catalogue has no programme for it.</param>
public sealed record NeedContent(
    Guid? ProgrammeId, string? Topic, Headcounts Headcounts, int Year, int Quarter, NeedPriority Priority, string Reason);

/// <summary>What an agency asks for (usulan kebutuhan diklat): drafted, submitted, and decided by BPSDM.</summary>
public sealed class TrainingNeed
{
    private readonly List<NeedEvent> _history = [];

    private TrainingNeed()
    {
    }

    public Guid Id { get; private init; }
    public string AgencyCode { get; private init; } = "";

    /// <summary>What the agency named, or what BPSDM found for its topic.</summary>
    public Guid? ProgrammeId { get; private set; }
    public string? Topic { get; private set; }

    /// <summary>Sum of <see cref="Headcounts"/>; without those of needs that were merged into this one.</summary>
    public int Headcount { get; private set; }
    public Headcounts Headcounts { get; private set; } = Headcounts.None;
    public int Year { get; private init; }
    public int Quarter { get; private set; }
    public NeedPriority Priority { get; private set; }
    public string Reason { get; private set; } = "";
    public string DraftedBy { get; private init; } = "";
    public DateTimeOffset DraftedAt { get; private init; }
    public string? SubmittedBy { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public NeedStatus Status { get; private set; }

    /// <summary>The need that this one is part of while it is <see cref="NeedStatus.Merged"/>.</summary>
    public Guid? MergedIntoId { get; private set; }
    public NeedStatus? StatusBeforeMerge { get; private set; }
    public string? RejectionReason { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What happened, only ever added to; loaded only where it is shown.</summary>
    public IReadOnlyList<NeedEvent> History => [.. _history.OrderBy(e => e.At).ThenBy(e => e.Action).ThenBy(e => e.Id)];

    /// <summary>Changes with every change of the row.</summary>
    public uint Revision { get; private init; }

    public static Outcome<TrainingNeed> Draft(
        Guid id, string agencyCode, NeedContent content, TrainingCall call, string by, DateTimeOffset now)
    {
        if (call.RefusesAt(now) is { } closed) return closed;
        var need = new TrainingNeed { Id = id, AgencyCode = agencyCode, Year = call.Year, DraftedBy = by, DraftedAt = now };
        need.Say(content);
        return need;
    }

    public BrokenRule? Change(NeedContent content, TrainingCall call, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Draft) return new NeedNoDraft(Status);
        if (content.Year != Year) return new NeedOfOtherYear(Year);
        if (call.RefusesAt(now) is { } closed) return closed;
        Say(content);
        return null;
    }

    public BrokenRule? Submit(TrainingCall call, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Draft) return new NeedNoDraft(Status);
        if (call.RefusesAt(now) is { } closed) return closed;
        (Status, SubmittedBy, SubmittedAt) = (NeedStatus.Submitted, by, now);
        Remember(NeedAction.Submitted, null, by, now);
        return null;
    }

    /// <summary>The agency takes it back, whether or not the call is still open.</summary>
    public BrokenRule? Withdraw(string by, DateTimeOffset now)
    {
        if (Status is not (NeedStatus.Draft or NeedStatus.Submitted)) return new NeedDecidedAlready(Status);
        Status = NeedStatus.Withdrawn;
        Remember(NeedAction.Withdrawn, null, by, now);
        return null;
    }

    /// <param name="programmeId">The programme for a topic, where there is one by now.</param>
    /// <param name="reason">May be left out.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="now">When.</param>
    public BrokenRule? Accept(Guid? programmeId, string? reason, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Submitted) return new NeedDecidedAlready(Status);
        if (programmeId is not null && Topic is null) return new NeedNamesItsProgramme();
        ProgrammeId = programmeId ?? ProgrammeId;
        Decide(NeedStatus.Accepted, NeedAction.Accepted, reason, by, now);
        return null;
    }

    public BrokenRule? Reject(string reason, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Submitted) return new NeedDecidedAlready(Status);
        RejectionReason = reason;
        Decide(NeedStatus.Rejected, NeedAction.Rejected, reason, by, now);
        return null;
    }

    /// <summary>Finds (another) programme for the topic of an accepted need.</summary>
    public BrokenRule? AssignProgramme(Guid programmeId, string? reason, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Accepted) return new NeedNotAccepted(Status);
        if (Topic is null) return new NeedNamesItsProgramme();
        ProgrammeId = programmeId;
        Remember(NeedAction.ProgrammeAssigned, reason, by, now);
        return null;
    }

    /// <summary>Takes in needs for the same thing, of whichever agencies; this one is accepted with it.</summary>
    public BrokenRule? Absorb(IReadOnlyList<TrainingNeed> duplicates, string reason, string by, DateTimeOffset now)
    {
        if (Status is not (NeedStatus.Submitted or NeedStatus.Accepted)) return new NeedDecidedAlready(Status);
        for (var i = 0; i < duplicates.Count; i++)
        {
            var duplicate = duplicates[i];
            if (duplicate.Id == Id) return new DuplicateOfItself(i);
            if (duplicates.Take(i).Contains(duplicate)) return new DuplicateNamedTwice(i);
            if (duplicate.Status is not (NeedStatus.Submitted or NeedStatus.Accepted)) return new DuplicateDecidedAlready(i, duplicate.Status);
            if (duplicate.Year != Year) return new DuplicateOfOtherYear(i, Year);
            if (duplicate.ProgrammeId is not null && duplicate.ProgrammeId != ProgrammeId) return new DuplicateOfOtherProgramme(i);
        }
        if (Status is NeedStatus.Submitted) Decide(NeedStatus.Accepted, NeedAction.Accepted, reason, by, now);
        foreach (var duplicate in duplicates)
        {
            (duplicate.StatusBeforeMerge, duplicate.MergedIntoId) = (duplicate.Status, Id);
            duplicate.Decide(NeedStatus.Merged, NeedAction.Merged, reason, by, now, Id);
            Remember(NeedAction.Absorbed, reason, by, now, duplicate.Id);
        }
        return null;
    }

    /// <summary>Undoes a merge: the need is again what it was before.</summary>
    public BrokenRule? SeparateFrom(TrainingNeed? whole, string reason, string by, DateTimeOffset now)
    {
        if (Status is not NeedStatus.Merged || whole is null || whole.Id != MergedIntoId) return new NeedNotMerged(Status);
        whole.Remember(NeedAction.Released, reason, by, now, Id);
        Decide(StatusBeforeMerge!.Value, NeedAction.Separated, reason, by, now, MergedIntoId);
        (StatusBeforeMerge, MergedIntoId) = (null, null);
        if (Status is NeedStatus.Submitted) (DecidedBy, DecidedAt) = (null, null);
        return null;
    }

    private void Say(NeedContent content)
    {
        (ProgrammeId, Topic) = (content.ProgrammeId, content.Topic);
        (Headcounts, Headcount) = (content.Headcounts, content.Headcounts.Total);
        (Quarter, Priority, Reason) = (content.Quarter, content.Priority, content.Reason);
    }

    private void Decide(NeedStatus status, NeedAction action, string? reason, string by, DateTimeOffset now, Guid? other = null)
    {
        (Status, DecidedBy, DecidedAt) = (status, by, now);
        Remember(action, reason, by, now, other);
    }

    private void Remember(NeedAction action, string? reason, string by, DateTimeOffset now, Guid? other = null) =>
        _history.Add(new NeedEvent(Guid.CreateVersion7(), action, reason, other, by, now));
}

/// <param name="OtherNeedId">The other need of a merge.</param>
public sealed record NeedEvent(Guid Id, NeedAction Action, string? Reason, Guid? OtherNeedId, string By, DateTimeOffset At);
