namespace Bpsdm.SessionDelivery.Domain;

/// <summary>One run of a programme as delivery knows it. Once scheduled, only its dates, its cancellation and its closing change.</summary>
public sealed class Offering
{
    public required Guid Id { get; init; }
    public required string ProgrammeCode { get; init; }
    public required string ProgrammeTitle { get; init; }
    public required string Category { get; init; }
    public required int Angkatan { get; init; }
    public required int Year { get; init; }
    public required int Jp { get; init; }
    public required string DeliveryMode { get; init; }
    public required string Place { get; init; }
    public required DateOnly StartDate { get; set; }
    public required DateOnly EndDate { get; set; }
    public required CompletionRule Rule { get; init; }
    public required List<Module> Modules { get; init; }
    public required List<Session> Sessions { get; set; }
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>When it was cancelled: nothing is recorded and nobody is decided after that.</summary>
    public DateTimeOffset? CancelledAt { get; set; }
    public string? CancellationReason { get; set; }

    /// <summary>When everyone undecided was failed; nothing is recorded after that.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <param name="Mode">live, self-paced or face-to-face.</param>
public sealed record Module(Guid Id, int Number, string Title, int Jp, string Mode)
{
    public const string SelfPacedMode = "self-paced";

    public bool IsSelfPaced => string.Equals(Mode, SelfPacedMode, StringComparison.Ordinal);
}

/// <param name="Mode">live or face-to-face.</param>
public sealed record Session(Guid Id, Guid ModuleId, int Number, string Title, string Mode, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    /// <param name="now">The moment of the check-in.</param>
    /// <param name="lead">How long before the start one may check in.</param>
    public bool IsOpen(DateTimeOffset now, TimeSpan lead) => now >= StartsAt - lead && now <= EndsAt;
}
