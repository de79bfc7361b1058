using System.Globalization;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>What the kernel says of listening TCP sockets.</summary>
internal sealed record Listener(string Address, int Port, string Inode)
{
    // The kernel writes 127.0.0.1 and ::1 as little-endian words.
    public bool IsLoopback => Address is "0100007F" or "00000000000000000000000001000000" or "0000000000000000FFFF00000100007F";

    public static IReadOnlyList<Listener> All() =>
        (from file in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
         from line in File.ReadLines(file).Skip(1)
         let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
         where fields[3] == "0A"
         let address = fields[1].Split(':')
         select new Listener(address[0], int.Parse(address[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[9])).ToList();

    public static IReadOnlyList<Listener> Of(int pid)
    {
        var inodes = Directory.GetFiles($"/proc/{pid}/fd").Select(Target)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet();
        return All().Where(l => inodes.Contains(l.Inode)).ToList();
    }

    /// <summary>A process opens and closes files while we look: one that is gone again is no listener.</summary>
    private static string Target(string fd)
    {
        try
        {
            return File.ResolveLinkTarget(fd, returnFinalTarget: false)?.Name ?? "";
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
