using System.Collections.Concurrent;

namespace Bpsdm.LocalOrchestrator;

/// <summary>Something of the manifest that runs here as a child process and answers on 127.0.0.1 only: a server or a project.</summary>
internal abstract class LocalResource(string name, RunContext run) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private readonly ConcurrentDictionary<string, int> ports = new();
    private volatile ManagedProcess? process;

    public string Name => name;

    public abstract string Kind { get; }

    public abstract string Address { get; }

    public ManagedProcess? Process => process;

    protected RunContext Run => run;

    /// <summary>The local port of a binding.</summary>
    public int Port(string binding) => ports.GetOrAdd(binding, ChoosePort);

    public async Task StartAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        process = new ManagedProcess(Spec(), run);
        await process.StartAsync();
        await WaitReadyAsync(cancellation);
        process.KeepAlive = true;
    }

    /// <summary>Stops the process, as its end would; nothing starts it again but <see cref="StartAgainAsync"/>.</summary>
    public Task StopAsync() => process?.StopAsync() ?? Task.CompletedTask;

    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        await process!.StartAsync();
        await WaitReadyAsync(cancellation);
        process.KeepAlive = true;
    }

    /// <summary>Waits for a real answer; says what the log said when the process ends or stays silent.</summary>
    public async Task WaitReadyAsync(CancellationToken cancellation)
    {
        var current = process ?? throw new InvalidOperationException($"{name} was not started.");
        var ready = await Probe.UntilAsync(
            async () => (!current.KeepAlive && current.FirstExit.IsCompleted) || await IsReadyAsync(cancellation), StartDeadline, run.Time, cancellation);
        if (!current.KeepAlive && current.FirstExit.IsCompleted)
            throw new LocalRunException($"{name} ended while it started (code {await current.FirstExit}). Its log, {current.LogTail}");
        if (!ready) throw new LocalRunException($"{name} gave no good answer at {Address} for {StartDeadline.TotalSeconds} s. Its log, {current.LogTail}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
    }

    public abstract Task<bool> IsReadyAsync(CancellationToken cancellation);

    protected virtual int ChoosePort(string binding) => run.Ports.Get($"{name}.{binding}");

    protected virtual Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected abstract ProcessSpec Spec();
}
