namespace Bpsdm.LocalOrchestrator;

/// <summary>The one folder that holds everything a run keeps: data, secrets, logs, ports and pids. One run at a time holds it.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream held;

    private StateFolder(string root, FileStream lockFile) => (Root, held) = (root, lockFile);

    public string Root { get; }

    public string Logs => Folder("logs");

    public string PidsPath => File("pids.json");

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
        await PidFile.EndLeftoversAsync(state.PidsPath, time, cancellation);
        return state;
    }

    public string File(string name) => Path.Combine(Root, name);

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => held.Dispose();
}
