using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bpsdm.LocalOrchestrator;

internal sealed record RecordedProcess(string Name, int Pid, long StartTime, Signal StopSignal)
{
    [JsonIgnore]
    public bool IsAlive => ProcessTable.StartTime(Pid) == StartTime;
}

/// <summary>pids.json: what runs for this state folder, so that a later run can end what a killed orchestrator left behind.</summary>
internal sealed class PidFile(string path)
{
    public const string Orchestrator = "orchestrator";
    private readonly Lock gate = new();
    private readonly List<RecordedProcess> running = [];

    public void Add(string name, int pid, Signal stopSignal)
    {
        if (ProcessTable.StartTime(pid) is not { } startTime) return;
        lock (gate)
        {
            running.Add(new RecordedProcess(name, pid, startTime, stopSignal));
            Save();
        }
    }

    public void Remove(string name, int pid)
    {
        lock (gate)
        {
            if (running.RemoveAll(p => p.Pid == pid && p.Name == name) > 0) Save();
        }
    }

    public void Delete() => File.Delete(path);

    public static IReadOnlyList<RecordedProcess> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<RecordedProcess>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Ends every recorded process that still is the one recorded. A pid that another program got since is left alone.</summary>
    public static async Task<int> EndLeftoversAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        var leftovers = Read(path).Where(p => p.IsAlive && p.Pid != Environment.ProcessId).ToList();
        foreach (var process in leftovers) ProcessTable.Send(process.Pid, process.StopSignal);
        if (!await Probe.UntilAsync(() => Task.FromResult(leftovers.All(p => !p.IsAlive)), TimeSpan.FromSeconds(20), time, cancellation))
        {
            foreach (var process in leftovers.Where(p => p.IsAlive)) ProcessTable.Send(process.Pid, Signal.Kill);
            await Probe.UntilAsync(() => Task.FromResult(leftovers.All(p => !p.IsAlive)), TimeSpan.FromSeconds(5), time, cancellation);
        }
        File.Delete(path);
        return leftovers.Count;
    }

    private void Save()
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(running));
        File.Move(path + ".new", path, overwrite: true);
    }
}
