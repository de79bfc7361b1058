using System.Runtime.InteropServices;

namespace Bpsdm.LocalOrchestrator;

/// <summary>The commands that ./bpsdm calls: up, down, servers, backup and restore.</summary>
public static class Commands
{
    private const string Usage = $"up [--port N] [--replicas N] [--state DIR] [--logs] | down [--state DIR] | servers [--state DIR] | {BackupCommands.Usage}";
    private static readonly Lock Output = new();

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            var arguments = Arguments.Parse(args);
            return arguments.Command switch
            {
                "up" => await UpAsync(arguments, stop.Token),
                "down" => await DownAsync(arguments, stop.Token),
                "servers" => await ServersAsync(arguments, stop.Token),
                "backup" => await BackupCommands.BackupAsync(arguments, stop.Token),
                "restore" => await BackupCommands.RestoreAsync(arguments, stop.Token),
                _ => throw new LocalRunException($"Usage: {Usage}"),
            };
        }
        catch (LocalRunException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say("bpsdm", "stopped before it was done; nothing is left running");
            return 130;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> UpAsync(Arguments arguments, CancellationToken stop)
    {
        await using var platform = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                StateFolder = arguments.State, GatewayPort = arguments.Port, Replicas = arguments.Replicas, Logs = arguments.Logs, Say = Say,
            },
            stop);
        StatusTable.Write(platform);
        await WhenStopped(stop);
        Say("bpsdm", "stopping");
        return 0;
    }

    private static async Task<int> ServersAsync(Arguments arguments, CancellationToken stop)
    {
        await using var servers = await LocalServers.StartAsync(arguments.State, stop);
        var path = Path.Combine(arguments.State, StateFolder.ServersEnvironment);
        PrivateFile.Write(path, string.Concat(servers.Environment.Select(e => $"{e.Key}={e.Value}\n")));
        await WhenStopped(stop);
        File.Delete(path);
        return 0;
    }

    private static async Task<int> DownAsync(Arguments arguments, CancellationToken stop)
    {
        var pids = Path.Combine(arguments.State, "pids.json");
        if (PidFile.Read(pids).FirstOrDefault(p => p.Name == PidFile.Orchestrator) is { IsAlive: true } orchestrator)
        {
            ProcessTable.Send(orchestrator.Pid, Signal.Terminate);
            if (!await Probe.UntilAsync(() => Task.FromResult(!orchestrator.IsAlive), TimeSpan.FromSeconds(90), TimeProvider.System, stop))
                throw new LocalRunException($"The run with pid {orchestrator.Pid} did not end within 90 s of being asked to.");
            Say("bpsdm", "stopped");
            return 0;
        }
        using var state = await StateFolder.OpenAsync(arguments.State, TimeProvider.System, stop);
        Say("bpsdm", state.LeftoversEnded == 0 ? "nothing was running" : $"ended {state.LeftoversEnded} processes that a killed run had left");
        return 0;
    }

    private static async Task WhenStopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    internal static void Say(string name, string line)
    {
        lock (Output) Console.WriteLine($"{name,-24} {line}");
    }
}
