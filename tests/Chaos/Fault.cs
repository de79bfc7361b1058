namespace Bpsdm.Chaos;

/// <param name="Name">As it is asked for on the command line.</param>
/// <param name="StrikeAsync">Ends when the fault ends; from then on the time to heal is counted.</param>
internal sealed record Fault(string Name, Func<Stage, Task> StrikeAsync)
{
    /// <summary>Of everything, while it is tried.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The process that it ends; any other that ends has crashed.</summary>
    public string? Victim { get; init; }
}
