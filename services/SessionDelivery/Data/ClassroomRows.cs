using Bpsdm.SessionDelivery.Domain;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>All of it is its key: the same fact is kept once, however often it is told.</summary>
/// <param name="ParticipantId">Empty where it is about everybody.</param>
public sealed record ClassroomNoticeRow(Guid SessionId, Guid ParticipantId, string Connection, NoticeKind Kind, DateTimeOffset At);

/// <summary>A participant of whose presence something new was heard, and when it is worked out.</summary>
public sealed record PresenceDueRow(Guid SessionId, Guid ParticipantId, Guid OfferingId, DateTimeOffset DueAt);
