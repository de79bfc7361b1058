using System.Net.Http.Json;
using Npgsql;

namespace Bpsdm.LocalOrchestrator.Tests;

[Collection("Children of this process")]
public sealed class LocalPlatformTests : IAsyncLifetime
{
    private static readonly HttpClient Client = new();
    private readonly string folder = Directory.CreateTempSubdirectory("bpsdm-platform-").FullName;
    private LocalPlatform? platform;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (platform is not null) await platform.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_manifest_runs_with_its_expressions_resolved()
    {
        await StartAsync();

        var front = await EnvironmentOf("front");
        front["services__tiny__http__0"].ShouldBe(platform!.AddressOf("tiny"));
        front.Keys.ShouldNotContain("services__tiny__https__0");
        front.Keys.ShouldNotContain("COLLECTOR");
        front.Keys.ShouldNotContain("HTTP_PORTS");
        front["CACHE_URI"].ShouldStartWith("redis://:" + Uri.EscapeDataString(platform.Secrets["cache-password"]) + "@127.0.0.1:");
        (await EnvironmentOf("tiny"))["Platform__PublicUrl"].ShouldBe(platform.GatewayUrl.GetLeftPart(UriPartial.Authority));
        platform.NotRun.ShouldBe(["collector (otel/opentelemetry-collector-contrib:0.120.0)"]);
        (await File.ReadAllTextAsync(Path.Combine(folder, "state", "gateway.url"))).Trim().ShouldBe(front["ASPNETCORE_URLS"]);
        (await MigrationsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_run_keeps_data_secrets_and_addresses()
    {
        await StartAsync();
        var (secrets, address, database) = (platform!.Secrets.ToDictionary(), platform.GatewayUrl, platform.AddressOf("tinydb"));
        await platform.DisposeAsync();

        await StartAsync();

        platform.Secrets.ToDictionary().ShouldBe(secrets);
        platform.GatewayUrl.ShouldBe(address);
        platform.AddressOf("tinydb").ShouldBe(database);
        (await MigrationsAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_killed_project_or_server_is_started_again()
    {
        await StartAsync();
        foreach (var name in (string[])["tiny", "postgres"])
        {
            var before = platform!.Pid(name);

            platform.Kill(name).ShouldBeTrue();
            await platform.WaitHealthyAsync(name);

            platform.Pid(name).ShouldNotBe(before);
            platform.Status.Single(s => s.Name == name).Restarts.ShouldBeGreaterThanOrEqualTo(1);
        }
        (await MigrationsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Each_replica_has_a_port_of_its_own_and_its_callers_are_told_all()
    {
        platform = await LocalPlatform.StartAsync(Options(TinyManifest.Write(folder), []) with { Replicas = 2 });

        var front = await EnvironmentOf("front");
        front["services__tiny__http__0"].ShouldBe(platform.AddressOf("tiny"));
        front["services__tiny__http__1"].ShouldBe(platform.AddressOf("tiny-2"));
        platform.AddressOf("front-2").ShouldNotBe(platform.AddressOf("front"));
        (await MigrationsAsync()).ShouldBe(1);

        await platform.StopAsync("tiny-2");
        platform.Status.Single(s => s.Name == "tiny-2").State.ShouldBe(ProcessState.Stopped);
        await platform.StartAgainAsync("tiny-2");
        platform.Status.Single(s => s.Name == "tiny-2").State.ShouldBe(ProcessState.Running);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_and_leaves_nothing_running()
    {
        var manifest = TinyManifest.Write(folder, resources => resources["tiny-migrations"]!["env"]!["TINY_FAIL"] = "yes");
        var said = new List<string>();

        var failure = await Should.ThrowAsync<LocalRunException>(() => StartAsync(manifest, said));

        failure.Message.ShouldContain("tiny-migrations failed with code 3");
        failure.Message.ShouldContain("the migration was told to fail");
        said.ShouldContain(line => line.StartsWith("postgres ready", StringComparison.Ordinal));
        Remaining().ShouldBeEmpty();
    }

    [Fact]
    public async Task After_disposal_nothing_runs_and_no_port_is_taken()
    {
        await StartAsync();
        Remaining().Count.ShouldBe(4);
        var ports = Remaining().SelectMany(Listener.Of).ToList();
        ports.Count.ShouldBeGreaterThanOrEqualTo(4);
        ports.ShouldAllBe(l => l.IsLoopback);

        await platform!.DisposeAsync();

        Remaining().ShouldBeEmpty();
        Listener.All().Select(l => l.Port).Intersect(ports.Select(l => l.Port)).ShouldBeEmpty();
        File.Exists(Path.Combine(folder, "state", "pids.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_state_folder_in_use_is_refused_and_its_run_goes_on()
    {
        await StartAsync();

        var refusal = await Should.ThrowAsync<LocalRunException>(() => LocalPlatform.StartAsync(Options(TinyManifest.Write(folder), [])));

        refusal.Message.ShouldContain("in use");
        await platform!.WaitAllHealthyAsync();
    }

    private Task StartAsync() => StartAsync(TinyManifest.Write(folder), []);

    private async Task StartAsync(string manifest, List<string> said) => platform = await LocalPlatform.StartAsync(Options(manifest, said));

    private LocalPlatformOptions Options(string manifest, List<string> said) => new()
    {
        StateFolder = Path.Combine(folder, "state"),
        ManifestPath = manifest,
        PreferDefaultPort = false,
        Say = (name, line) =>
        {
            lock (said) said.Add($"{name} {line}");
        },
    };

    private async Task<Dictionary<string, string>> EnvironmentOf(string name) =>
        (await Client.GetFromJsonAsync<Dictionary<string, string>>(new Uri(platform!.AddressOf(name) + "/environment")))!;

    private async Task<object?> MigrationsAsync()
    {
        await using var connection = new NpgsqlConnection(platform!.AddressOf("tinydb") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*)::int FROM migrated", connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Every child of this process that is alive.</summary>
    private static IReadOnlyList<int> Remaining() => ProcessTable.Children(Environment.ProcessId);
}
