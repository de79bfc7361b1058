using System.Diagnostics;

namespace Bpsdm.LocalOrchestrator;

/// <summary>How one child process is started and asked to stop.</summary>
internal sealed record ProcessSpec(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    /// <summary>Sent to stop it, and by the kernel when this process dies without stopping it.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A user to become when we are root: for servers that refuse to run as root.</summary>
    public string? User { get; init; }

    /// <summary>Lets <see cref="User"/> reach a state folder below a home that only root may enter.</summary>
    public bool PassClosedFolders { get; init; }

    public ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo("setsid")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = WorkingDirectory ?? "/",
        };
        foreach (var argument in Prefix().Append(FileName).Concat(Arguments)) info.ArgumentList.Add(argument);
        foreach (var key in info.Environment.Keys.Where(IsOurs).ToList()) info.Environment.Remove(key);
        foreach (var (key, value) in Environment) info.Environment[key] = value;
        return info;
    }

    /// <summary>What is meant for the orchestrator itself: the children get addresses and secrets by their own entries.</summary>
    private static bool IsOurs(string key) =>
        key.StartsWith("Parameters__", StringComparison.OrdinalIgnoreCase)
        || key is "ASPNETCORE_URLS" or "DOTNET_URLS" or "URLS" or "HTTP_PORTS" or "HTTPS_PORTS" or "ASPNETCORE_HTTP_PORTS" or "ASPNETCORE_HTTPS_PORTS"
            or "DOTNET_LAUNCH_PROFILE";

    private IEnumerable<string> Prefix()
    {
        // A session of its own: Ctrl+C at the terminal reaches the orchestrator alone, which then stops its children in order.
        yield return "setpriv";
        yield return "--pdeathsig";
        yield return StopSignal == Signal.Interrupt ? "INT" : "TERM";
        if (User is not null && ProcessTable.IsRoot)
        {
            foreach (var option in (string[])["--reuid", User, "--regid", User, "--init-groups"]) yield return option;
            if (PassClosedFolders)
                foreach (var option in (string[])["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]) yield return option;
        }
        yield return "--";
    }
}
