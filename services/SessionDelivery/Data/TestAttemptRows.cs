using Bpsdm.SessionDelivery.Domain.Tests;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>A test of an offering whose forms are drawn from banks. It never changes once somebody has begun it.</summary>
public sealed class TestDefinitionRow
{
    public required Guid OfferingId { get; init; }

    /// <summary>One of <see cref="TestName"/>.</summary>
    public required string Test { get; init; }
    public required List<BankDraw> Draws { get; init; }

    /// <summary>All forms follow from it. At most 53 bits: JavaScript reads it as it is.</summary>
    public required long Seed { get; init; }
    public required bool Shuffle { get; init; }

    /// <summary>Without it an attempt may take until <see cref="ClosesAt"/>; one of them there always is, so every attempt ends.</summary>
    public int? TimeLimitMinutes { get; init; }
    public DateTimeOffset? OpensAt { get; init; }
    public DateTimeOffset? ClosesAt { get; init; }
    public required int Attempts { get; init; }
    public required int PassScore { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }

    public bool IsOpen(DateTimeOffset now) => !(now < OpensAt) && !(now >= ClosesAt);

    public DateTimeOffset DeadlineOf(DateTimeOffset start)
    {
        var limit = TimeLimitMinutes is { } minutes ? start.AddMinutes(minutes) : (DateTimeOffset?)null;
        return (limit < ClosesAt ? limit : ClosesAt ?? limit)!.Value;
    }
}

/// <param name="Module">The number of the module whose bank it is.</param>
/// <param name="Count">Questions that are drawn from it.</param>
public sealed record BankDraw(int Module, int Count);

/// <summary>In progress until it is handed in; then it waits for grading until it has a score.</summary>
public sealed class TestAttemptRow
{
    public required Guid Id { get; init; }
    public required Guid OfferingId { get; init; }
    public required Guid ParticipantId { get; init; }
    public required string Test { get; init; }
    public required int Number { get; init; }

    /// <summary>Which attempt at the post-test it is in the participant's record; null for a pre-test.</summary>
    public int? CountsAs { get; init; }
    public required long Seed { get; init; }
    public required bool Shuffle { get; init; }
    public required int PassScore { get; init; }

    /// <summary>In the order of the form.</summary>
    public required Guid[] ItemIds { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset Deadline { get; init; }
    public DateTimeOffset? HandedInAt { get; init; }
    public decimal? Score { get; init; }

    /// <summary>When the score reached the participant's record, where it counts.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

public sealed class TestAnswerRow
{
    public required Guid AttemptId { get; init; }
    public required Guid ItemId { get; init; }

    /// <summary>The client's own count: of two messages the one with the greater revision stands, whichever came first.</summary>
    public required int Revision { get; init; }

    /// <summary>The <see cref="Response"/> as JSON.</summary>
    public required string Answer { get; init; }
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Points; null until it is graded.</summary>
    public decimal? Earned { get; init; }
    public string? Comment { get; init; }
    public string? GradedBy { get; init; }
    public DateTimeOffset? GradedAt { get; init; }
}
