namespace Bpsdm.LocalOrchestrator;

/// <summary>The one folder that holds everything a run keeps: data, secrets, logs, ports and pids. One run at a time holds it.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>Files that say where a run is found.</summary>
    public const string GatewayUrl = "gateway.url", ServersEnvironment = "servers.env";

    /// <summary>A restore that is under way or was cut off; and one that the next start has to bring to rest: the moment of it.</summary>
    public const string Restoring = "restoring", Restored = "restored";

    private const string Lock = "lock", Pids = "pids.json";

    /// <summary>Files that mean nothing to another run. Every other one here is a secret, a key or an address, and belongs into a backup.</summary>
    public static readonly IReadOnlySet<string> OfOneRun = new HashSet<string> { GatewayUrl, ServersEnvironment, Restoring, Restored, Lock, Pids, Pids + ".new", "secrets.json.new" };

    private readonly FileStream held;

    private StateFolder(string root, FileStream lockFile) => (Root, held) = (root, lockFile);

    /// <summary>How many processes of a killed run were ended when the folder was opened.</summary>
    public int LeftoversEnded { get; private set; }

    public string Root { get; }

    public string Logs => Folder("logs");

    public string PidsPath => File(Pids);

    /// <summary>Takes the folder, and removes what a killed run left: its processes, and the addresses that it no longer has.</summary>
    /// <exception cref="LocalRunException">Another run has it.</exception>
    public static async Task<StateFolder> OpenAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(path);
        Directory.CreateDirectory(root);
        FileStream lockFile;
        try
        {
            lockFile = new FileStream(Path.Combine(root, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new LocalRunException($"The state folder {root} is in use by another run. Stop it (./bpsdm down), or choose another with --state.", e);
        }
        var state = new StateFolder(root, lockFile);
        System.IO.File.Delete(state.File(GatewayUrl));
        System.IO.File.Delete(state.File(ServersEnvironment));
        state.LeftoversEnded = await PidFile.EndLeftoversAsync(state.PidsPath, time, cancellation);
        return state;
    }

    public string File(string name) => Path.Combine(Root, name);

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => held.Dispose();
}
