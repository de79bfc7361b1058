using System.Globalization;

namespace Bpsdm.LocalOrchestrator;

/// <param name="To">Where backups are kept.</param>
/// <param name="Keep">How many of them.</param>
/// <param name="Folder">The backup to restore.</param>
internal sealed record Arguments(string Command, string State, int? Port, bool Logs, int Replicas, string? To, int? Keep, string? Folder)
{
    /// <exception cref="LocalRunException">An option is unknown or its value is none.</exception>
    public static Arguments Parse(string[] args)
    {
        var state = Environment.GetEnvironmentVariable("BPSDM_STATE") is { Length: > 0 } folder ? folder : Path.Combine(LocalPlatformOptions.BuiltWith("RepositoryRoot"), ".state");
        var port = Environment.GetEnvironmentVariable("BPSDM_PORT") is { Length: > 0 } number ? PortFrom(number) : (int?)null;
        var (logs, replicas) = (false, 1);
        string? to = null, backup = null;
        int? keep = null;
        var rest = new Queue<string>(args.Skip(1));
        while (rest.TryDequeue(out var option))
        {
            switch (option)
            {
                case "--state": state = Next(option); break;
                case "--port": port = PortFrom(Next(option)); break;
                case "--logs": logs = true; break;
                case "--replicas": replicas = ReplicasFrom(Next(option)); break;
                case "--to": to = Path.GetFullPath(Next(option)); break;
                case "--keep": keep = CountFrom(Next(option)); break;
                case var path when backup is null && !path.StartsWith('-') && args[0] == "restore": backup = Path.GetFullPath(path); break;
                default: throw new LocalRunException($"Unknown option {option}.");
            }
        }
        return new Arguments(args.FirstOrDefault() ?? "help", Path.GetFullPath(state), port, logs, replicas, to, keep, backup);

        string Next(string option) => rest.TryDequeue(out var value) ? value : throw new LocalRunException($"{option} needs a value.");
    }

    private static int CountFrom(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : throw new LocalRunException($"'{text}' is no count (1 or more).");

    private static int ReplicasFrom(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas) && replicas is > 0 and <= 4
            ? replicas
            : throw new LocalRunException($"'{text}' is no number of replicas (1 to 4).");

    private static int PortFrom(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new LocalRunException($"'{text}' is no port (1 to 65535).");
}
