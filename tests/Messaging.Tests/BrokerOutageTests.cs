using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.Messaging.Tests;

public sealed class BrokerOutageTests
{
    /// <summary>On a broker of its own, since it is killed.</summary>
    [Fact]
    public async Task A_broker_that_is_killed_and_comes_back_loses_nothing_and_doubles_nothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"bpsdm-outage-{Guid.NewGuid():N}");
        var servers = await LocalServers.StartAsync(folder);
        try
        {
            await using var sandbox = await Sandbox.CreateAsync(servers.RabbitMqUri);
            await Eventually.BecomesTrueAsync(() => Task.FromResult(BrokerRemembersTheQueue(folder)));
            await sandbox.StartHostAsync();
            await sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message("before"));
            await Eventually.SeeAsync(sandbox.EffectsAsync, effects => effects.Contains("before"));

            servers.Kill("messaging").ShouldBeTrue();
            var written = Enumerable.Range(0, 200).Select(i => $"during-{i}").ToList();
            foreach (var code in written) await sandbox.PublishAsync(Guid.CreateVersion7(), Sandbox.Message(code));

            await servers.WaitReadyAsync();
            await sandbox.OutboxIsEmptyAsync(TimeSpan.FromSeconds(90));
            var effects = await Eventually.SeeAsync(sandbox.EffectsAsync, seen => seen.Count >= 201, TimeSpan.FromSeconds(30));
            effects.ShouldBe(["before", .. written], ignoreOrder: true);
        }
        finally
        {
            await servers.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// RabbitMQ 3.10 writes the names of new quorum queues half a second late (auto_save of ra's directory). Killed before,
    /// it loses the queue and never elects a leader for it; the queues of a platform are made long before its first message.
    /// </summary>
    private static bool BrokerRemembersTheQueue(string folder) =>
        Directory.EnumerateFiles(folder, "names.dets", SearchOption.AllDirectories)
            .Any(file => Read(file).AsSpan().IndexOf("sandbox-effect"u8) >= 0);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
