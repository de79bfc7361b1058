namespace Bpsdm.LocalOrchestrator;

/// <summary>What all children of one run share.</summary>
internal sealed class RunContext : IDisposable
{
    private readonly StateFolder state;
    private readonly TimeProvider time;
    private readonly bool echo;
    private readonly Action<string, string> say;

    public RunContext(StateFolder state, TimeProvider time, bool echo, Action<string, string> say)
    {
        (this.state, this.time, this.echo, this.say) = (state, time, echo, say);
        Pids = new PidFile(state.PidsPath);
        Ports = new Ports(state.File("ports.json"));
        Pids.Add(PidFile.Orchestrator, Environment.ProcessId, Signal.Terminate);
    }

    public StateFolder State => state;

    public TimeProvider Time => time;

    /// <summary>Whether the children's output is shown as well as written to their logs.</summary>
    public bool Echo => echo;

    public PidFile Pids { get; }

    public Ports Ports { get; }

    /// <summary>Called when a child starts, ends or is started again.</summary>
    public Action? StateChanged { get; set; }

    public void Say(string name, string line) => say(name, line);

    public void Changed() => StateChanged?.Invoke();

    public void Dispose()
    {
        Pids.Delete();
        state.Dispose();
    }
}
