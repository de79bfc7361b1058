using Bpsdm.Testing;

namespace Bpsdm.EndToEnd.Tests;

[Collection(PlatformCollection.Name)]
public sealed class DemoTests(PlatformFixture fixture)
{
    [Fact]
    public async Task The_main_job_adds_up() => await fixture.StartDemo(200).ReconcilesAsync(TimeSpan.FromMinutes(5));

    /// <summary>Each is killed (SIGKILL) in the middle of the job, after the one before it has come back.</summary>
    [Fact]
    public async Task The_main_job_adds_up_whatever_is_killed_in_the_middle()
    {
        string[] victims = ["enrolment", "delivery", "messaging", "certification", "postgres", "identity", "catalogue", "gateway", "cache"];
        var demo = fixture.StartDemo(3000);
        var killed = new List<string>();
        foreach (var victim in victims.Concat(victims).Concat(victims))
        {
            if (demo.Ended) break;
            fixture.Platform.Kill(victim).ShouldBeTrue($"{victim} was running");
            killed.Add(victim);
            await Eventually.BecomesTrueAsync(() => Task.FromResult(Restarts(victim) >= killed.Count(k => k == victim)), TimeSpan.FromSeconds(60));
            await fixture.Platform.WaitAllHealthyAsync();
        }
        // A webhook that a killed sender had in hand is sent by another when its lease has run out.
        await demo.ReconcilesAsync(TimeSpan.FromMinutes(15));
        killed.Count.ShouldBeGreaterThanOrEqualTo(victims.Length, "the demo was over before each had been killed");
    }

    private int Restarts(string name) => fixture.Platform.Status.Single(s => s.Name == name).Restarts;
}
