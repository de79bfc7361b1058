namespace Bpsdm.SessionDelivery.Domain;

/// <summary>
/// Presence: the latest correction counts, else the check-in, else what the classroom tells. <see cref="Attendance"/> holds what counts; the corrections
/// keep what it was before.
/// </summary>
public sealed partial class ParticipantRecord
{
    private readonly Dictionary<Guid, DateTimeOffset> _attendance = [];
    private readonly Dictionary<Guid, int> _wrongCodes = [];
    private readonly List<AttendanceCorrection> _corrections = [];

    public IReadOnlyDictionary<Guid, DateTimeOffset> Attendance => _attendance;

    public void Restore(Guid sessionId, DateTimeOffset attendedAt, bool byClassroom = false)
    {
        _attendance.Add(sessionId, attendedAt);
        if (byClassroom) _byClassroom.Add(sessionId);
    }

    public void RestoreWrongCodes(Guid sessionId, int count) => _wrongCodes.Add(sessionId, count);

    /// <summary>In the order in which they were made.</summary>
    public void Restore(AttendanceCorrection correction) => _corrections.Add(correction);

    /// <param name="sessionId">A session of the offering.</param>
    /// <param name="inWindow">Whether the session could be attended when the request came.</param>
    /// <param name="now">When it came.</param>
    /// <param name="code">What it said of the code.</param>
    public Answer<DateTimeOffset> CheckIn(Guid sessionId, bool inWindow, DateTimeOffset now, ToldCode code = ToldCode.NotAsked)
    {
        if (_attendance.TryGetValue(sessionId, out var before)) return before;
        if (Frozen is { } refusal) return refusal;
        if (LatestOf(sessionId) is not null) return Refusal.CorrectedToAbsent;
        if (!inWindow) return Refusal.OutsideWindow;
        if (RefusalOf(sessionId, code) is { } wrong) return wrong;

        Attend(sessionId, now);
        Decide(now);
        return now;
    }

    /// <summary>
    /// Records what instructor or organiser say, also after the outcome and the closure; the rule then judges again.
    /// </summary>
    public Answer<AttendanceCorrection> Correct(AttendanceCorrection correction)
    {
        if (_corrections.Find(c => c.Id == correction.Id) is { } first) return correction.IsRepeatOf(first) ? first : Refusal.CorrectionIdTaken;
        if (Cancelled) return Refusal.OfferingCancelled;

        var made = correction with { AttendedAt = _attendance.TryGetValue(correction.SessionId, out var at) ? at : null };
        if (!made.Present)
        {
            Unattend(made.SessionId);
        }
        else if (made.AttendedAt is null)
        {
            // Who was struck off by mistake gets the time back at which they checked in.
            Attend(made.SessionId, _corrections.Find(c => c.SessionId == made.SessionId && c.AttendedAt is not null)?.AttendedAt ?? made.CorrectedAt);
        }
        _corrections.Add(made);
        Changes.Corrections.Add(made);
        Reconsider(made.Reason, made.CorrectedBy, made.CorrectedAt);
        return made;
    }

    private Refusal? RefusalOf(Guid sessionId, ToldCode code)
    {
        if (code == ToldCode.NotAsked) return null;
        var wrong = _wrongCodes.GetValueOrDefault(sessionId);
        if (wrong >= CheckInCode.MaxWrong) return Refusal.TooManyWrongCodes;
        if (code == ToldCode.Missing) return Refusal.CodeMissing;
        if (code == ToldCode.Right) return null;
        _wrongCodes[sessionId] = Changes.WrongCodes[sessionId] = wrong + 1;
        return Refusal.WrongCode;
    }

    private AttendanceCorrection? LatestOf(Guid sessionId) => _corrections.FindLast(c => c.SessionId == sessionId);

    private void Attend(Guid sessionId, DateTimeOffset at, bool byClassroom = false)
    {
        Restore(sessionId, at, byClassroom);
        Changes.Attendance.Add((sessionId, at, byClassroom));
    }

    private void Unattend(Guid sessionId)
    {
        _byClassroom.Remove(sessionId);
        if (_attendance.Remove(sessionId) && Changes.Attendance.RemoveAll(a => a.SessionId == sessionId) == 0) Changes.Absent.Add(sessionId);
    }
}
