using System.Net;
using System.Net.Sockets;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

public sealed class LeftoverTests
{
    [Fact]
    public async Task A_platform_that_was_stopped_leaves_no_process_and_no_port_and_a_second_start_keeps_the_data()
    {
        var state = Path.Combine(Path.GetTempPath(), $"bpsdm-left-{Guid.NewGuid():N}");
        try
        {
            var options = new LocalPlatformOptions { StateFolder = state, PreferDefaultPort = false };
            IReadOnlyDictionary<string, string> secrets;
            List<int> pids;
            List<Uri> addresses;
            await using (var platform = await LocalPlatform.StartAsync(options))
            {
                secrets = platform.Secrets;
                pids = [.. platform.Status.Select(s => s.Pid!.Value)];
                addresses = [platform.GatewayUrl];
                ProcessesOf(state).Count.ShouldBeGreaterThan(5);
            }

            // The broker's own helpers (erl_child_setup and what it started) see a moment later that it is gone.
            await Eventually.SeeAsync(() => Task.FromResult(ProcessesOf(state)), left => left.Count == 0, TimeSpan.FromSeconds(5));
            pids.Where(pid => Directory.Exists($"/proc/{pid}")).ShouldBeEmpty();
            foreach (var address in addresses) IsFree(address.Port).ShouldBeTrue();

            await using var again = await LocalPlatform.StartAsync(options);
            again.Secrets.ShouldBe(secrets);
            using var http = new HttpClient { BaseAddress = again.GatewayUrl };
            (await http.GetStringAsync("/api/catalogue/agencies?limit=100")).ShouldContain("OPD-42");
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>Processes that mention the state folder in their command line or environment.</summary>
    private static List<string> ProcessesOf(string state) =>
    [
        .. Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out var pid) && pid != Environment.ProcessId).Select(d =>
        {
            try
            {
                var command = File.ReadAllText($"{d}/cmdline").Replace('\0', ' ');
                return command.Contains(state, StringComparison.Ordinal) || File.ReadAllText($"{d}/environ").Contains(state, StringComparison.Ordinal)
                    ? $"{d}: {command}"
                    : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }).OfType<string>(),
    ];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
