namespace Bpsdm.LocalOrchestrator;

/// <summary>The one folder that holds everything a run keeps: data, secrets, logs, ports and pids. One run at a time holds it.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>Files that say where a run is found.</summary>
    public const string GatewayUrl = "gateway.url", ServersEnvironment = "servers.env";

    private readonly FileStream held;

    private StateFolder(string root, FileStream lockFile) => (Root, held) = (root, lockFile);

    /// <summary>How many processes of a killed run were ended when the folder was opened.</summary>
    public int LeftoversEnded { get; private set; }

    public string Root { get; }

    public string Logs => Folder("logs");

    public string PidsPath => File("pids.json");

    /// <summary>Takes the folder, and removes what a killed run left: its processes, and the addresses that it no longer has.</summary>
    /// <exception cref="LocalRunException">Another run has it.</exception>
    public static async Task<StateFolder> OpenAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(path);
        Directory.CreateDirectory(root);
        FileStream lockFile;
        try
        {
            lockFile = new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
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
