namespace Bpsdm.SessionDelivery.Domain;

/// <summary>
/// All that one participant has done in one offering. It takes new facts, refuses what may not change any more, and decides
/// the outcome once. Whoever changes it holds the lock of the participant's seat.
/// </summary>
/// <param name="participantId">Whose record it is.</param>
/// <param name="offering">As it was known when the request came.</param>
/// <param name="cancelled">Whether the offering is cancelled now.</param>
public sealed partial class ParticipantRecord(Guid participantId, Offering offering, bool cancelled = false)
{
    private readonly Dictionary<Guid, int> _progress = [];
    private readonly SortedList<int, Attempt> _attempts = [];

    public Guid ParticipantId { get; } = participantId;
    public Offering Offering { get; } = offering;
    public bool Cancelled { get; } = cancelled || offering.CancelledAt is not null;
    public Outcome? Outcome { get; private set; }

    /// <summary>When the first attempt at the pre-test was handed in; null before, and where there is none.</summary>
    public DateTimeOffset? PreTestHandedInAt { get; private set; }
    public IReadOnlyDictionary<Guid, int> Progress => _progress;
    public IEnumerable<Attempt> Attempts => _attempts.Values;
    public decimal? BestScore => _attempts.Count == 0 ? null : _attempts.Values.Max(a => a.Score);
    public int AttemptsLeft => Math.Max(0, Offering.Rule.MaxAttempts - _attempts.Count);

    /// <summary>What happened since it was loaded, for the storage to write.</summary>
    public NewFacts Changes { get; } = new();

    public Standing Standing => new(
        Offering.Sessions.Count,
        Offering.Sessions.Count(s => _attendance.ContainsKey(s.Id)),
        Offering.Modules.Count(m => m.IsSelfPaced),
        Offering.Modules.Count(m => m.IsSelfPaced && _progress.GetValueOrDefault(m.Id) >= 100),
        _attempts.Count,
        BestScore,
        EvaluationHandedIn);

    public void Restore(Guid moduleId, int percent) => _progress.Add(moduleId, percent);
    public void Restore(Attempt attempt) => _attempts.Add(attempt.Number, attempt);
    public void Restore(Outcome outcome) => Outcome = outcome;
    public void RestorePreTest(DateTimeOffset handedInAt) => PreTestHandedInAt = handedInAt;

    /// <summary>Progress only grows: the greatest percentage ever told stands.</summary>
    public Answer<int> Advance(Guid moduleId, int percent, DateTimeOffset now)
    {
        if (Path.OfModule(moduleId) is not null) return Refusal.ModuleHasContent;
        var before = _progress.GetValueOrDefault(moduleId, -1);
        if (percent <= before) return before;
        if (Frozen is { } refusal) return refusal;
        if (PreTestComesFirst) return Refusal.PreTestFirst;

        _progress[moduleId] = percent;
        Changes.Progress[moduleId] = (percent, now);
        Decide(now);
        return percent;
    }

    /// <summary>Records the next attempt; one that was recorded before stands as it is.</summary>
    public Answer<Attempt> Take(Attempt attempt, DateTimeOffset now)
    {
        if (_attempts.TryGetValue(attempt.Number, out var before)) return before;
        if (attempt.Number > Offering.Rule.MaxAttempts) return Refusal.NoAttemptsLeft;
        if (Frozen is { } refusal) return refusal;
        if (attempt.Number != _attempts.Count + 1) return Refusal.AttemptOutOfOrder;

        _attempts.Add(attempt.Number, attempt);
        Changes.Attempts.Add(attempt);
        Decide(now);
        return attempt;
    }

    /// <summary>The offering is closed: without an outcome by now there is none but failure.</summary>
    /// <returns>False when it was decided before.</returns>
    public bool FailInTime(DateTimeOffset now)
    {
        if (Outcome is not null) return false;
        Outcome = Changes.Outcome = new Outcome(Guid.CreateVersion7(now), false, Outcome.NotCompletedInTime, BestScore, now);
        return true;
    }

    private Refusal? Frozen =>
        Cancelled ? Refusal.OfferingCancelled
        : Outcome is not null ? Refusal.AlreadyDecided
        : Offering.ClosedAt is not null ? Refusal.OfferingClosed : null;

    private void Decide(DateTimeOffset now)
    {
        var verdict = Offering.Rule.Judge(Standing);
        if (verdict == Verdict.Undecided) return;
        Outcome = Changes.Outcome = new Outcome(
            Guid.CreateVersion7(now), verdict == Verdict.Completed, verdict == Verdict.Completed ? null : Outcome.PostTestFailed, BestScore, now);
    }
}

/// <param name="Chosen">For each question, in the order of the test, the position of the chosen option.</param>
public sealed record Attempt(int Number, decimal Score, byte[] Chosen, DateTimeOffset AttemptedAt);

/// <param name="FactId">Names this completion or failure in every event and record that tells of it.</param>
/// <param name="Reason">Why it failed; null when completed.</param>
public sealed record Outcome(Guid FactId, bool Completed, string? Reason, decimal? Score, DateTimeOffset DecidedAt)
{
    public const string PostTestFailed = "post-test-failed";
    public const string NotCompletedInTime = "not-completed-in-time";

    /// <summary>An organiser decided so; why stands with the change.</summary>
    public const string DecidedByOrganiser = "decided-by-organiser";

    /// <summary>A fact that the completion rested on was corrected afterwards.</summary>
    public const string NoLongerFulfilled = "no-longer-fulfilled";

    /// <summary>The organiser who decided it; null where the rule did.</summary>
    public string? DecidedBy { get; init; }
}

public sealed class NewFacts
{
    public List<(Guid SessionId, DateTimeOffset At, bool ByClassroom)> Attendance { get; } = [];

    /// <summary>Sessions that were attended, and by a correction or a late notice are no longer.</summary>
    public List<Guid> Absent { get; } = [];
    public List<AttendanceCorrection> Corrections { get; } = [];
    public Dictionary<Guid, int> WrongCodes { get; } = [];
    public Dictionary<Guid, (int Percent, DateTimeOffset At)> Progress { get; } = [];
    public Dictionary<Guid, (Guid ModuleId, ItemProgress Progress)> Items { get; } = [];
    public List<Attempt> Attempts { get; } = [];

    /// <summary>The first one; what came after it is among <see cref="OutcomeChanges"/>.</summary>
    public Outcome? Outcome { get; set; }
    public List<OutcomeChange> OutcomeChanges { get; } = [];
    public bool EvaluationHandedIn { get; set; }
}
