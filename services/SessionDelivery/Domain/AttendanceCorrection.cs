namespace Bpsdm.SessionDelivery.Domain;

/// <summary>What instructor or organiser recorded of a participant's presence. It is never changed: the latest one counts, the others are the history.</summary>
/// <param name="Id">Made by the client, so that a repeated request is known.</param>
/// <param name="AttendedAt">The attendance that it found, or null where there was none.</param>
public sealed record AttendanceCorrection(
    Guid Id, Guid SessionId, bool Present, string Reason, string CorrectedBy, DateTimeOffset CorrectedAt, DateTimeOffset? AttendedAt = null)
{
    public bool IsRepeatOf(AttendanceCorrection first) => (SessionId, Present, Reason, CorrectedBy) == (first.SessionId, first.Present, first.Reason, first.CorrectedBy);
}
