namespace Bpsdm.SessionDelivery.Domain;

/// <summary>An outcome that was not left to the rule, or that took the place of another one. Kept for ever.</summary>
/// <param name="Before">Null where nothing had been decided.</param>
/// <param name="After">A fact of its own: what was told before stays told.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="By">Who did it.</param>
public sealed record OutcomeChange(Outcome? Before, Outcome After, string Reason, string By);

public sealed partial class ParticipantRecord
{
    /// <summary>An organiser decides, whatever the rule says. It stands until an organiser decides otherwise.</summary>
    /// <returns>The outcome; the one there was where it is the same already.</returns>
    public Answer<Outcome> Override(bool completed, string reason, string by, DateTimeOffset now)
    {
        if (Cancelled) return Refusal.OfferingCancelled;
        if (Outcome is { } known && known.Completed == completed) return known;
        return Change(completed, Outcome.DecidedByOrganiser, reason, by, now, decidedBy: by);
    }

    /// <summary>
    /// For a correction of facts: the rule judges again what it has decided. What an organiser decided stands; who failed
    /// stays failed until everything is fulfilled; who completed has failed once it is not.
    /// </summary>
    /// <param name="reason">Why the facts were corrected.</param>
    /// <param name="by">Who corrected them.</param>
    public void Reconsider(string reason, string by, DateTimeOffset now)
    {
        if (Cancelled || Outcome is { DecidedBy: not null }) return;
        if (Outcome is null)
        {
            if (Offering.ClosedAt is null) Decide(now);
            return;
        }
        var completed = Offering.Rule.Judge(Standing) == Verdict.Completed;
        if (completed != Outcome.Completed) Change(completed, Outcome.NoLongerFulfilled, reason, by, now, decidedBy: null);
    }

    private Outcome Change(bool completed, string failure, string reason, string by, DateTimeOffset now, string? decidedBy)
    {
        var after = new Outcome(Guid.CreateVersion7(now), completed, completed ? null : failure, BestScore, now) { DecidedBy = decidedBy };
        Changes.OutcomeChanges.Add(new(Outcome, after, reason, by));
        if (Outcome is null) Changes.Outcome = after;
        return Outcome = after;
    }
}
