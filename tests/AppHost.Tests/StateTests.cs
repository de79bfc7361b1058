using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Bpsdm.LocalOrchestrator.Tests;

[Collection("Children of this process")]
public sealed class StateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bpsdm-state-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Secrets_are_generated_once_and_readable_by_their_owner_alone()
    {
        var first = new Secrets(Secret).GetOrGenerate("seed-password", 32, special: true);
        new Secrets(Secret).GetOrGenerate("other", 8, special: false).Length.ShouldBe(22);

        new Secrets(Secret).GetOrGenerate("seed-password", 32, special: true).ShouldBe(first);
        first.Length.ShouldBe(32);
        char.IsLetterOrDigit(first[^1]).ShouldBeFalse();
        File.GetUnixFileMode(Secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_parameter_from_the_environment_wins_and_is_kept()
    {
        new Secrets(Secret).GetOrGenerate("test-given", 22, special: false);
        Environment.SetEnvironmentVariable("Parameters__test_given", "from outside");
        try
        {
            new Secrets(Secret).GetOrGenerate("test-given", 22, special: false).ShouldBe("from outside");
        }
        finally
        {
            Environment.SetEnvironmentVariable("Parameters__test_given", null);
        }
        new Secrets(Secret).GetOrGenerate("test-given", 22, special: false).ShouldBe("from outside");
    }

    [Fact]
    public void A_port_is_remembered_while_it_is_free()
    {
        var path = Path.Combine(folder, "ports.json");
        var port = new Ports(path).Get("tiny.http");
        new Ports(path).Get("tiny.http").ShouldBe(port);

        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        new Ports(path).Get("tiny.http").ShouldNotBe(port);
        Should.Throw<LocalRunException>(() => new Ports(path).Require("tiny.http", port)).Message.ShouldContain($"{port}");
    }

    [Fact]
    public void A_preferred_port_is_taken_when_free_and_never_given_twice()
    {
        var ports = new Ports(Path.Combine(folder, "ports.json"));
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var preferred = ((IPEndPoint)probe.LocalEndpoint).Port;
        ports.Get("first", preferred).ShouldNotBe(preferred);
        probe.Stop();

        ports.Get("second", preferred).ShouldBe(preferred);
        ports.Get("third", preferred).ShouldNotBe(preferred);
    }

    [Fact]
    public async Task Leftovers_are_ended_and_a_reused_pid_is_left_alone()
    {
        using var left = Process.Start("sleep", "600");
        using var stranger = Process.Start("sleep", "600");
        var path = Path.Combine(folder, "pids.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new[]
        {
            new RecordedProcess("left", left.Id, ProcessTable.StartTime(left.Id)!.Value, Signal.Terminate),
            new RecordedProcess("stranger", stranger.Id, ProcessTable.StartTime(stranger.Id)!.Value - 1, Signal.Terminate),
        }));

        (await PidFile.EndLeftoversAsync(path, TimeProvider.System, default)).ShouldBe(1);

        ProcessTable.StartTime(left.Id).ShouldBeNull();
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_starts_without_the_addresses_of_one_that_was_killed()
    {
        foreach (var name in Addresses) await File.WriteAllTextAsync(Path.Combine(folder, name), "http://127.0.0.1:9\n");

        using var state = await StateFolder.OpenAsync(folder, TimeProvider.System, default);

        Addresses.Where(name => File.Exists(Path.Combine(folder, name))).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_kill_down_leaves_no_process_and_no_address()
    {
        using var run = Process.Start(new ProcessStartInfo("dotnet", [typeof(StateTests).Assembly.Location, "servers", "--state", folder]))!;
        var environment = Path.Combine(folder, "servers.env");
        (await Probe.UntilAsync(() => Task.FromResult(File.Exists(environment)), TimeSpan.FromSeconds(90), TimeProvider.System, default)).ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(folder, "gateway.url"), "http://127.0.0.1:9\n");
        var left = PidFile.Read(Path.Combine(folder, "pids.json"));
        left.Count.ShouldBe(5);

        run.Kill();
        await run.WaitForExitAsync();
        File.Exists(environment).ShouldBeTrue();
        (await Commands.RunAsync(["down", "--state", folder])).ShouldBe(0);

        left.ShouldAllBe(process => !process.IsAlive);
        Addresses.Append("pids.json").Where(name => File.Exists(Path.Combine(folder, name))).ShouldBeEmpty();
    }

    private static readonly string[] Addresses = ["gateway.url", "servers.env"];

    private string Secret => Path.Combine(folder, "secrets.json");
}
