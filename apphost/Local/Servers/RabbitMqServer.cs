using System.Net.Http.Headers;
using System.Text;

namespace Bpsdm.LocalOrchestrator;

internal sealed class RabbitMqServer(string name, string user, string password, RunContext run) : LocalResource(name, run)
{
    /// <summary>Users, queues and bindings of a backup, which a broker without data begins with.</summary>
    public const string DefinitionsName = "definitions.json";
    private const string Node = "bpsdm@localhost";
    private static readonly byte[] AmqpHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];
    private readonly HttpClient management = new() { Timeout = TimeSpan.FromSeconds(5) };
    private ManagedProcess? epmd;

    public override string Kind => "rabbitmq";

    public override string Address => $"127.0.0.1:{Port("tcp")}, http://127.0.0.1:{Port("management")}";

    private string Home => Run.State.Folder(Name);

    private string ConfigPath => Path.Combine(Home, "rabbitmq.conf");

    protected override async Task PrepareAsync(CancellationToken cancellation)
    {
        PrivateFile.Write(ConfigPath, $"""
            listeners.tcp.1 = 127.0.0.1:{Port("tcp")}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {Port("management")}
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {Port("prometheus")}
            default_user = {user}
            default_pass = {password}
            vm_memory_high_watermark.absolute = 2GB
            disk_free_limit.absolute = 50MB
            raft.wal_max_size_bytes = 67108864
            log.console = true
            log.console.level = info
            log.file = false
            {Definitions()}

            """);
        await File.WriteAllTextAsync(Path.Combine(Home, "enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus].", cancellation);
        // Left alone, Erlang starts a name server of its own that outlives the broker and that all copies on the machine share.
        epmd = new ManagedProcess(new ProcessSpec($"{Name}-epmd", "epmd", []) { Environment = EpmdEnvironment() }, Run);
        await epmd.StartAsync();
        epmd.KeepAlive = true;
    }

    /// <summary>Runs rabbitmqctl on this broker.</summary>
    /// <returns>What it said.</returns>
    /// <exception cref="LocalRunException">It failed.</exception>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        using var control = await Spawner.StartAsync(new ProcessSpec($"{Name}-control", "/usr/lib/rabbitmq/bin/rabbitmqctl", ["-n", Node, "-q", .. arguments])
        {
            WorkingDirectory = Home,
            Environment = new Dictionary<string, string>(EpmdEnvironment()) { ["HOME"] = Home },
        });
        control.StandardInput.Close();
        var said = await Task.WhenAll(control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync();
        return control.ExitCode == 0 ? said[0] : throw new LocalRunException($"rabbitmqctl {string.Join(' ', arguments)}: {said[0]}{said[1]}");
    }

    protected override ProcessSpec Spec() => new(Name, "/usr/lib/rabbitmq/bin/rabbitmq-server", [])
    {
        StopDeadline = TimeSpan.FromSeconds(30),
        WorkingDirectory = Home,
        Environment = new Dictionary<string, string>(EpmdEnvironment())
        {
            ["HOME"] = Home,
            ["RABBITMQ_NODENAME"] = Node,
            ["RABBITMQ_DIST_PORT"] = $"{Port("distribution")}",
            ["RABBITMQ_CONFIG_FILE"] = ConfigPath,
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Home, "no-rabbitmq-env.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(Home, "no-advanced.config"),
            ["RABBITMQ_MNESIA_BASE"] = Run.State.Folder(Path.Combine(Name, "mnesia")),
            ["RABBITMQ_LOG_BASE"] = Run.State.Folder(Path.Combine(Name, "log")),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Home, "enabled_plugins"),
            // With this the script becomes the broker, so that our pid is the broker's and a signal reaches it.
            ["RABBITMQ_ALLOW_INPUT"] = "1",
            ["RABBITMQ_SERVER_START_ARGS"] = "-noinput",
            // Schedulers that spin while they wait would take the services' two cores.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
        },
    };

    /// <summary>The broker speaks AMQP and the management API knows the user.</summary>
    public override async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        // A method frame (1) is Connection.Start; anything else is a refusal.
        if (!await Probe.AnswersAsync(Port("tcp"), AmqpHeader, [1], cancellation)) return false;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port("management")}/api/whoami");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
            using var answer = await management.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (epmd is not null) await epmd.DisposeAsync();
        management.Dispose();
    }

    private string Definitions() =>
        Path.Combine(Home, DefinitionsName) is var path && File.Exists(path) && !Directory.Exists(Path.Combine(Home, "mnesia", Node)) ? $"load_definitions = {path}" : "";

    private Dictionary<string, string> EpmdEnvironment() => new()
    {
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{Port("epmd")}",
    };
}
