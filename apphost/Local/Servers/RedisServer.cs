using System.Text;

namespace Bpsdm.LocalOrchestrator;

internal sealed class RedisServer(string name, string password, RunContext run) : LocalResource(name, run)
{
    public override string Kind => "redis";

    public override string Address => $"127.0.0.1:{Port("tcp")}";

    private string ConfigPath => Path.Combine(Run.State.Folder(Name), "redis.conf");

    protected override Task PrepareAsync(CancellationToken cancellation)
    {
        // The password stands in a file of its owner's, not on a command line that every user may list.
        PrivateFile.Write(ConfigPath, $"""
            bind 127.0.0.1
            port {Port("tcp")}
            requirepass "{password}"
            dir "{Run.State.Folder(Name)}"
            save ""
            appendonly no
            maxmemory 256mb
            maxmemory-policy allkeys-lru

            """);
        return Task.CompletedTask;
    }

    protected override ProcessSpec Spec() => new(Name, "redis-server", [ConfigPath]);

    public override Task<bool> IsReadyAsync(CancellationToken cancellation) => Probe.AnswersAsync(
        Port("tcp"), Encoding.UTF8.GetBytes($"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\nPING\r\n"), "+OK\r\n+PONG\r\n"u8.ToArray(), cancellation);
}
