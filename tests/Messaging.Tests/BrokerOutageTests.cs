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
        await using var servers = await LocalServers.StartAsync(folder);
        try
        {
            await using var sandbox = await Sandbox.CreateAsync(servers.RabbitMqUri);
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
}
