using System.Globalization;
using System.Runtime.InteropServices;

namespace Bpsdm.LocalOrchestrator;

public enum Signal { Interrupt = 2, Kill = 9, Terminate = 15 }

/// <summary>What the kernel knows of processes: signals, and start times that tell a reused pid from the process we meant.</summary>
internal static partial class ProcessTable
{
    public static bool IsRoot { get; } = geteuid() == 0;

    public static bool Send(int pid, Signal signal) => kill(pid, (int)signal) == 0;

    /// <summary>Start time in clock ticks since boot; null when there is no such process, or only its unreaped zombie.</summary>
    public static long? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in brackets may hold spaces and brackets itself: the fields start after its last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Processes whose real or effective parent is <paramref name="pid"/>.</summary>
    public static IEnumerable<int> Children(int pid)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{pid}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture)).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint geteuid();
}
