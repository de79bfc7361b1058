using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Bpsdm.LocalOrchestrator;

/// <summary>
/// Ports by name, remembered in the state folder so that addresses stay the same over runs while nobody else took them.
/// New ones come from below the kernel's range of ephemeral ports, which outgoing connections would compete for.
/// </summary>
internal sealed class Ports(string path)
{
    private const int First = 20000, Last = 31999;
    private readonly Dictionary<string, int> remembered = Read(path);
    private readonly HashSet<int> given = [];
    private readonly Lock gate = new();

    /// <summary>The port that this name had before, else the preferred one, else a fresh one: whichever is free first.</summary>
    public int Get(string name, int? preferred = null)
    {
        lock (gate)
        {
            return Give(name, remembered.TryGetValue(name, out var before) && IsFree(before) ? before
                : preferred is { } wanted && IsFree(wanted) ? wanted
                : Fresh());
        }
    }

    /// <exception cref="LocalRunException">Somebody else listens there.</exception>
    public int Require(string name, int port)
    {
        lock (gate)
        {
            return IsFree(port) ? Give(name, port) : throw new LocalRunException($"Port {port}, asked for {name}, is taken.");
        }
    }

    private int Give(string name, int port)
    {
        given.Add(port);
        remembered[name] = port;
        File.WriteAllText(path, JsonSerializer.Serialize(remembered));
        return port;
    }

    private int Fresh()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last + 1);
            if (IsFree(port)) return port;
        }
        throw new LocalRunException($"No free port between {First} and {Last}.");
    }

    private bool IsFree(int port)
    {
        if (given.Contains(port)) return false;
        // Binding alone would succeed beside a listener on another address, and beside one that shares the port.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => l.Port == port)) return false;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Dictionary<string, int> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return [];
        }
    }
}
