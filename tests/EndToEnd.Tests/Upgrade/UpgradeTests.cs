using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests.Upgrade;

/// <summary>
/// A rolling upgrade from the version before, on one database and one broker, under the job of that version's own clients: it migrates
/// while the old version works, runs old and new side by side, and lets the old one go.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly string[] Upgraded = ["catalogue", "enrolment", "delivery", "certification", "identity"];
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"bpsdm-upgrade-{Guid.NewGuid():N}");
    private PreviousVersion _previous = null!;

    public async Task InitializeAsync() => _previous = await PreviousVersion.GetAsync();

    public Task DisposeAsync()
    {
        Directory.Delete(_state, recursive: true);
        return Task.CompletedTask;
    }

    [HistoryFact]
    public async Task The_old_version_works_while_the_new_one_migrates_and_beside_it_and_nothing_is_lost_or_doubled()
    {
        var options = new LocalPlatformOptions { StateFolder = _state, PreferDefaultPort = false };
        await using (var old = await LocalPlatform.StartAsync(options with { ManifestPath = _previous.ManifestPath }))
        {
            var job = StartJob(old);
            await CompletionsAsync(old, some => some > 0);
            await old.MigrateToAsync(options.ManifestPath);
            job.Ended.ShouldBeFalse("the job was over before the migration had its effect");
            await job.ReconcilesAsync(TimeSpan.FromMinutes(5));
        }

        await using var both = await LocalPlatform.StartAsync(options with { Replicas = 2, OthersFrom = _previous.Folder });
        var before = await Books.ReadAsync(both.AddressOf);
        var mixed = StartJob(both);
        await CompletionsAsync(both, some => some > before.Completed);
        foreach (var service in Upgraded) await both.StopAsync($"{service}-2");
        mixed.Ended.ShouldBeFalse("the job was over before the old version was gone");
        await mixed.ReconcilesAsync(TimeSpan.FromMinutes(5));

        var books = await Eventually.SeeAsync(() => Books.ReadAsync(both.AddressOf), seen => seen.Agree, TimeSpan.FromSeconds(60));
        books.Certificates.ShouldBeGreaterThan(before.Certificates);
        (await Queues.WithErrorsAsync(_state)).ShouldBeEmpty();
    }

    private DemoProcess StartJob(LocalPlatform platform) => DemoProcess.Start(_previous.AssemblyOf("bench/Demo"), platform, participants: 1500);

    private static Task CompletionsAsync(LocalPlatform platform, Func<long, bool> until) => Eventually.SeeAsync(
        () => Books.CountAsync(platform.AddressOf("deliverydb"), "outcomes WHERE completed"), until, TimeSpan.FromMinutes(3));
}
