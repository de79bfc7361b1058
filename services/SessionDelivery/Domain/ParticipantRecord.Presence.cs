namespace Bpsdm.SessionDelivery.Domain;

public sealed partial class ParticipantRecord
{
    /// <summary>Who says it where a presence came or went with the notices of a classroom.</summary>
    public const string ClassroomRecorder = "kelas-virtual";

    private readonly HashSet<Guid> _byClassroom = [];

    /// <summary>
    /// Records what the notices of a classroom add up to. Corrections and check-ins stand before it. What it has recorded itself it
    /// also takes back: a notice may come late, after the outcome too, and the rule then judges again.
    /// </summary>
    /// <param name="sessionId">A session that is over.</param>
    /// <param name="reachedAt">When the presence sufficed; null where it does not.</param>
    /// <param name="now">When it was worked out.</param>
    /// <returns>Whether it changed anything.</returns>
    public Answer<bool> TakePresence(Guid sessionId, DateTimeOffset? reachedAt, DateTimeOffset now)
    {
        if (Cancelled) return Refusal.OfferingCancelled;
        var known = _attendance.TryGetValue(sessionId, out var at) ? at : (DateTimeOffset?)null;
        if (known == reachedAt || LatestOf(sessionId) is not null || (known is not null && !_byClassroom.Contains(sessionId))) return false;

        Unattend(sessionId);
        if (reachedAt is { } reached) Attend(sessionId, reached, byClassroom: true);
        Reconsider("Kehadiran menurut catatan masuk dan keluar kelas virtual.", ClassroomRecorder, now);
        return true;
    }
}
