namespace Bpsdm.Catalogue.Domain;

/// <summary>BPSDM's call for the needs of one year: agencies draft, change and submit only while it is open.</summary>
public sealed class TrainingCall
{
    private readonly List<DeadlineMove> _moves = [];

    private TrainingCall()
    {
    }

    public Guid Id { get; private init; }
    public int Year { get; private init; }
    public DateOnly Opens { get; private init; }

    /// <summary>The last day, to its end in WIB.</summary>
    public DateOnly Deadline { get; private set; }
    public string Guidance { get; private init; } = "";
    public string CalledBy { get; private init; } = "";
    public DateTimeOffset CalledAt { get; private init; }

    /// <summary>Who moved the deadline, when and why; the oldest first.</summary>
    public IReadOnlyList<DeadlineMove> Moves => [.. _moves.OrderBy(m => m.At).ThenBy(m => m.Id)];

    /// <summary>Changes with every change of the row.</summary>
    public uint Revision { get; private init; }

    public static Outcome<TrainingCall> Open(Guid id, int year, DateOnly opens, DateOnly deadline, string guidance, string by, DateTimeOffset now)
    {
        if (WrongDeadline(year, opens, deadline, now) is { } broken) return broken;
        return new TrainingCall { Id = id, Year = year, Opens = opens, Deadline = deadline, Guidance = guidance, CalledBy = by, CalledAt = now };
    }

    /// <summary>Moves the deadline either way; the same date again changes nothing.</summary>
    public BrokenRule? MoveDeadline(DateOnly to, string reason, string by, DateTimeOffset now)
    {
        if (to == Deadline) return null;
        if (WrongDeadline(Year, Opens, to, now) is { } broken) return broken;
        _moves.Add(new DeadlineMove(Guid.CreateVersion7(), Deadline, to, reason, by, now));
        Deadline = to;
        return null;
    }

    public bool IsOpenAt(DateTimeOffset now) => Wib.DateOf(now) is var today && today >= Opens && today <= Deadline;

    public BrokenRule? RefusesAt(DateTimeOffset now) => IsOpenAt(now) ? null : new CallNotOpen(Year, Opens, Deadline);

    private static NeedRule? WrongDeadline(int year, DateOnly opens, DateOnly deadline, DateTimeOffset now) =>
        deadline < opens ? new DeadlineBeforeOpening(opens, deadline)
        : deadline.Year > year ? new DeadlineAfterItsYear(year, deadline)
        : deadline < Wib.DateOf(now) ? new DeadlinePassed(deadline, Wib.DateOf(now))
        : null;
}

/// <summary>One move of a call's deadline.</summary>
public sealed record DeadlineMove(Guid Id, DateOnly From, DateOnly To, string Reason, string By, DateTimeOffset At);
