namespace Bpsdm.LocalOrchestrator;

/// <summary>What all children of one run share.</summary>
internal sealed class RunContext(StateFolder state, TimeProvider time, bool echo, Action<string, string> say) : IDisposable
{
    public StateFolder State => state;

    public TimeProvider Time => time;

    /// <summary>Whether the children's output is shown as well as written to their logs.</summary>
    public bool Echo => echo;

    public PidFile Pids { get; } = new(state.PidsPath);

    public Ports Ports { get; } = new(state.File("ports.json"));

    /// <summary>Called when a child starts, ends or is started again.</summary>
    public Action? StateChanged { get; set; }

    public void Say(string name, string line) => say(name, line);

    public void Changed() => StateChanged?.Invoke();

    public void Dispose() => state.Dispose();
}
