using System.Globalization;
using System.Runtime.InteropServices;

namespace Bpsdm.LocalOrchestrator;

public enum Signal { Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Stop = 19 }

/// <summary>What the kernel knows of processes: signals, and start times that tell a reused pid from the process we meant.</summary>
internal static partial class ProcessTable
{
    public static bool IsRoot { get; } = geteuid() == 0;

    public static bool Send(int pid, Signal signal) => kill(pid, (int)signal) == 0;

    /// <summary>Start time in clock ticks since boot; null when there is no such process, or only its unreaped zombie.</summary>
    public static long? StartTime(int pid) => Stat(pid) is { } fields ? long.Parse(fields[19], CultureInfo.InvariantCulture) : null;

    /// <summary>The processes that <paramref name="pid"/> started and that are alive.</summary>
    public static IReadOnlyList<int> Children(int pid) =>
        Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && Stat(id) is { } fields && int.Parse(fields[1], CultureInfo.InvariantCulture) == pid).ToList();

    /// <summary><paramref name="pid"/> and all that descend from it.</summary>
    public static IEnumerable<int> Tree(int pid) => Children(pid).SelectMany(Tree).Prepend(pid);

    /// <summary>The fields of /proc/PID/stat from the state on.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in brackets may hold spaces and brackets itself: the fields start after its last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint geteuid();
}
