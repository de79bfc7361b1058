using System.Collections.Concurrent;

namespace Bpsdm.LocalOrchestrator;

/// <summary>A server of this machine that stands in for a container of the manifest. It listens on 127.0.0.1 only.</summary>
internal abstract class NativeServer(string name, RunContext run) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private readonly ConcurrentDictionary<string, int> ports = new();

    public string Name => name;

    public ManagedProcess? Main { get; private set; }

    protected RunContext Run => run;

    /// <summary>The local port of a binding of the manifest's container.</summary>
    public int Port(string binding) => ports.GetOrAdd(binding, b => run.Ports.Get($"{name}.{b}"));

    public async Task StartAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        Main = new ManagedProcess(Spec(), run);
        await Main.StartAsync();
        await WaitReadyAsync(cancellation);
        Main.KeepAlive = true;
    }

    /// <summary>Waits for a real answer; says what the log said when the server ends or stays silent.</summary>
    public async Task WaitReadyAsync(CancellationToken cancellation)
    {
        var main = Main ?? throw new InvalidOperationException($"{name} was not started.");
        var ready = await Probe.UntilAsync(
            async () => (!main.KeepAlive && main.FirstExit.IsCompleted) || await IsReadyAsync(cancellation), StartDeadline, run.Time, cancellation);
        if (!main.KeepAlive && main.FirstExit.IsCompleted)
            throw new LocalRunException($"{name} ended while it started. Its log, {main.LogTail}");
        if (!ready) throw new LocalRunException($"{name} gave no answer for {StartDeadline.TotalSeconds} s. Its log, {main.LogTail}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Main is not null) await Main.DisposeAsync();
    }

    public abstract Task<bool> IsReadyAsync(CancellationToken cancellation);

    protected abstract Task PrepareAsync(CancellationToken cancellation);

    protected abstract ProcessSpec Spec();
}
