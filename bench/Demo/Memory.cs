using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Bpsdm.Demo;

/// <summary>Peak resident memory of a local run's processes, as the kernel kept it (VmHWM of /proc/PID/status).</summary>
internal static class Memory
{
    public static Table? Read(string stateFolder)
    {
        var file = Path.Combine(stateFolder, "pids.json");
        if (!File.Exists(file)) return null;
        var table = new Table().Title("Peak memory").AddColumn("process").AddColumn("MiB", c => c.RightAligned());
        using var pids = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var (name, pid) in Pids(pids.RootElement))
        {
            if (PeakKilobytes(pid) is { } peak) table.AddRow(Markup.Escape(name), $"{peak / 1024:N0}");
        }
        return table;
    }

    private static IEnumerable<(string Name, int Pid)> Pids(JsonElement root) =>
        from entry in root.EnumerateArray()
        select (entry.GetProperty("Name").GetString()!, entry.GetProperty("Pid").GetInt32());

    private static long? PeakKilobytes(int pid)
    {
        var status = $"/proc/{pid}/status";
        if (!File.Exists(status)) return null;
        var line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
