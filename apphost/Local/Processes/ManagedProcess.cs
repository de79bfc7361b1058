using System.Diagnostics;

namespace Bpsdm.LocalOrchestrator;

public enum ProcessState { Starting, Running, Restarting, Exited, Stopped }

/// <summary>One supervised child: its output goes to a log, and once <see cref="KeepAlive"/> is set it is started again when it dies.</summary>
internal sealed class ManagedProcess(ProcessSpec spec, RunContext run) : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5), LongestDelay = TimeSpan.FromSeconds(10), Stable = TimeSpan.FromSeconds(30);
    private readonly LogFile log = new(Path.Combine(run.State.Logs, spec.Name + ".log"));
    private CancellationTokenSource stopping = new();
    private TaskCompletionSource<int> firstExit = NewExit();
    private Process? process;
    private bool disposed;
    private Task supervision = Task.CompletedTask;

    public string Name => spec.Name;

    public int? Pid { get; private set; }

    public int Restarts { get; private set; }

    public ProcessState State { get; private set; } = ProcessState.Starting;

    public bool KeepAlive { get; set; }

    /// <summary>Completes with the exit code when the first incarnation ends.</summary>
    public Task<int> FirstExit => firstExit.Task;

    public string LogTail => $"{log.Path}:\n{log.Tail()}";

    /// <summary>Starts it, or starts it again after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            stopping.Dispose();
            (stopping, firstExit, KeepAlive) = (new(), NewExit(), false);
        }
        await SpawnAsync();
        supervision = SuperviseAsync();
    }

    /// <summary>Ends it as a crash would, and returns when it is gone: whoever asks it next asks its successor.</summary>
    public bool Kill() => Pid is { } pid && ProcessTable.StartTime(pid) is { } startTime && ProcessTable.Send(pid, Signal.Kill)
        && SpinWait.SpinUntil(() => ProcessTable.StartTime(pid) != startTime, TimeSpan.FromSeconds(5));

    /// <summary>Holds it where it is, with all that it started, or lets it go on.</summary>
    public void Pause(bool pause)
    {
        if (Pid is not { } pid) return;
        foreach (var member in ProcessTable.Tree(pid).ToList()) ProcessTable.Send(member, pause ? Signal.Stop : Signal.Continue);
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        if (Pid is { } pid) ProcessTable.Send(pid, spec.StopSignal);
        await Task.WhenAny(supervision, Task.Delay(spec.StopDeadline, run.Time));
        // Also one that was being started again: it may be too young to hear the signal that it was sent.
        if (!supervision.IsCompleted && Pid is { } deaf) ProcessTable.Send(deaf, Signal.Kill);
        await supervision;
        SetState(ProcessState.Stopped);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await StopAsync();
        stopping.Dispose();
        log.Dispose();
        process?.Dispose();
    }

    private static TaskCompletionSource<int> NewExit() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SpawnAsync()
    {
        process = await Spawner.StartAsync(spec);
        process.StandardInput.Close();
        Pid = process.Id;
        run.Pids.Add(spec.Name, process.Id, spec.StopSignal);
        _ = PumpAsync(process.StandardOutput);
        _ = PumpAsync(process.StandardError);
        SetState(ProcessState.Running);
    }

    private async Task SuperviseAsync()
    {
        var delay = FirstDelay;
        while (true)
        {
            var started = run.Time.GetTimestamp();
            await process!.WaitForExitAsync(CancellationToken.None);
            run.Pids.Remove(spec.Name, process.Id);
            Pid = null;
            if (run.Time.GetElapsedTime(started) > Stable) delay = FirstDelay;
            SetState(KeepAlive ? ProcessState.Restarting : ProcessState.Exited);
            firstExit.TrySetResult(process.ExitCode);
            if (!KeepAlive || stopping.IsCancellationRequested) return;
            run.Say(spec.Name, $"ended with code {process.ExitCode}; starting it again in {delay.TotalSeconds:0.#} s");
            try
            {
                await Task.Delay(delay, run.Time, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            Restarts++;
            process.Dispose();
            await SpawnAsync();
            if (stopping.IsCancellationRequested && Pid is { } late) ProcessTable.Send(late, spec.StopSignal);
        }
    }

    private async Task PumpAsync(StreamReader output)
    {
        try
        {
            while (await output.ReadLineAsync() is { } line)
            {
                log.Write(line);
                if (run.Echo) run.Say(spec.Name, line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe of a killed child; its exit is seen by the supervision.
        }
    }

    private void SetState(ProcessState state)
    {
        State = state;
        run.Changed();
    }
}
