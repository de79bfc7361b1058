namespace Bpsdm.SessionDelivery.Domain;

/// <summary>What a request of a participant led to: a value, or the reason why nothing changed.</summary>
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Answer<T>(T value) => new(value, null);
    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}

public enum Refusal
{
    NoSeat,
    SeatWithdrawn,
    OfferingCancelled,
    OutsideWindow,
    CodeMissing,
    WrongCode,
    TooManyWrongCodes,
    CorrectedToAbsent,
    CorrectionIdTaken,
    AlreadyDecided,
    OfferingClosed,
    NoAttemptsLeft,
    AttemptOutOfOrder,
    PostTestChanged,
    EvaluationChanged,
    ItemUnknown,
    ModuleHasContent,
    ModulesFirst,
    PreTestFirst,
    Busy,
}
