using Bpsdm.Contracts.SessionDelivery;
using Bpsdm.LocalOrchestrator;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

/// <summary>The relay to the HR exchange through restarts, outages and lost locks: everything is told, in the order of the feed.</summary>
[Collection(CertificationTests.Name)]
public sealed class HrRelayTests
{
    /// <summary>A connection that died unnoticed is given up after some 30 s, a publish on it after as many.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task After_a_restart_it_goes_on_behind_the_last_entry_that_was_confirmed()
    {
        await using var own = await OwnService.StartAsync();
        var service = own.Service;
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 300));
        await ToldUpToAsync(service, 300);
        await own.StopHostAsync();

        // While a test holds the lock, a second host issues and cannot relay: its entries wait in the feed when it ends.
        await using (await RelayLock.TakeAsync(service))
        await using (new Replica(service))
        {
            foreach (var message in Bulk(service, 1_200)) await service.IssueAsync(message);
        }
        (await PositionAsync(service)).ShouldBe(300);

        await using var third = new Replica(service);
        var feed = await FeedAsync(service);
        await ToldUpToAsync(service, feed.Length);
        await Eventually.SeeAsync(() => Task.FromResult(hr.Ids.Length), count => count >= feed.Length);
        hr.Ids.ShouldBe(feed, ignoreOrder: false, "each entry once, in the order of the feed: nothing skipped, nothing told from the start again");
    }

    [Fact]
    public async Task What_was_confirmed_but_could_not_be_noted_is_told_again_under_the_same_id()
    {
        await using var own = await OwnService.StartAsync();
        var service = own.Service;
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 5));
        await ToldUpToAsync(service, 5);

        await service.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no note is taken'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON hr_relays FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), 7));
        await Eventually.SeeAsync(() => Task.FromResult(hr.Ids.Length), count => count >= 5 + 7 + 7);
        (await PositionAsync(service)).ShouldBe(5);
        await service.ExecuteAsync("DROP TRIGGER refuse ON hr_relays");

        await ToldUpToAsync(service, 12);
        var feed = await FeedAsync(service);
        hr.Ids.Distinct().ShouldBe(feed);
        hr.Ids.Take(5).ShouldBe(feed.Take(5));
        hr.Ids.Skip(5).ShouldNotContain(id => feed.Take(5).Contains(id));
    }

    /// <summary>On a broker of its own, since it is killed.</summary>
    [Fact]
    public async Task A_broker_that_dies_in_the_middle_and_comes_back_loses_nothing()
    {
        const int All = 10_000;
        var folder = Path.Combine(Path.GetTempPath(), $"bpsdm-hr-outage-{Guid.NewGuid():N}");
        var servers = await LocalServers.StartAsync(folder);
        try
        {
            await using var own = await OwnService.StartAsync(servers.RabbitMqUri);
            var service = own.Service;
            // The queue is there before the first message, and has no reader yet.
            await using (await HrQueue.BindAsync(service.VirtualHost, "#", "hr"))
            {
            }

            // All is in the feed before the first is told, so that the broker dies while the relay works.
            await using (await RelayLock.TakeAsync(service))
            {
                foreach (var message in Bulk(service, All)) await service.Broker.PublishAsync(message);
                await Eventually.SeeAsync(() => service.ScalarAsync<long>("SELECT last_position FROM hr_feed"), last => last == All, Patience);
            }
            await Eventually.SeeAsync(() => PositionAsync(service), position => position > 0);
            servers.Kill("messaging").ShouldBeTrue();
            (await PositionAsync(service)).ShouldBeInRange(1, All - 1, "the broker was to die in the middle");

            await servers.WaitReadyAsync();
            await ToldUpToAsync(service, All);
            await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#", "hr");
            var feed = await FeedAsync(service);
            await Eventually.SeeAsync(() => Task.FromResult(hr.Ids.Distinct().Count()), count => count >= All);
            hr.Ids.Distinct().ShouldBe(feed);
        }
        finally
        {
            await servers.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Of_two_replicas_one_relays_and_the_other_takes_over_when_its_connection_is_ended()
    {
        await using var own = await OwnService.StartAsync();
        var service = own.Service;
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        using var first = new Measured(service.Services, "bpsdm.hr.events");
        await IssueAndTellAsync(service, hr, 200);
        await using var replica = new Replica(service);
        using var second = new Measured(replica.Services, "bpsdm.hr.events");
        await IssueAndTellAsync(service, hr, 200);
        await Eventually.SeeAsync(() => Task.FromResult((first.Sum, second.Sum)), sums => sums == (400, 0));

        // Whoever asks first gets the lock, and the one that lost it may: so it is ended until the other one has it.
        await Eventually.SeeAsync(
            async () =>
            {
                await RelayLock.TerminateHolderAsync(service);
                await IssueAndTellAsync(service, hr, 50);
                return second.Sum;
            }, sum => sum > 0, Patience);

        var feed = await FeedAsync(service);
        hr.Ids.ShouldBe(feed, ignoreOrder: false, "each entry once, in the order of the feed, whoever told it");
        await Eventually.SeeAsync(() => Task.FromResult(first.Sum + second.Sum), told => told == feed.Length);
    }

    [Fact]
    public async Task A_lock_that_is_lost_in_the_middle_of_the_work_costs_no_entry_and_no_order()
    {
        await using var own = await OwnService.StartAsync();
        var service = own.Service;
        await using var hr = await HrQueue.BindAsync(service.VirtualHost, "#");
        await using var replica = new Replica(service);
        foreach (var message in Bulk(service, 10_000)) await service.Broker.PublishAsync(message);
        var before = 0;
        await Eventually.SeeAsync(
            async () =>
            {
                var told = hr.Ids.Distinct().Count();
                if (told < before + 1_500) return told;
                await RelayLock.TerminateHolderAsync(service);
                return before = told;
            }, told => told == 10_000, Patience);
        before.ShouldBeGreaterThan(0);
        // What is told twice is the same fact under the same id; the first telling of each keeps the order.
        hr.Ids.Distinct().ShouldBe(await FeedAsync(service));
    }

    private static List<ParticipantCompleted> Bulk(CertificationFixture service, int count) =>
        [.. Enumerable.Range(0, count / 400).Select(_ => service.Message(CertificationFixture.Offering(), 400))];

    private static async Task IssueAndTellAsync(CertificationFixture service, HrQueue hr, int count)
    {
        await service.IssueAsync(service.Message(CertificationFixture.Offering(), count));
        var last = await service.ScalarAsync<long>("SELECT last_position FROM hr_feed");
        await ToldUpToAsync(service, last);
        await Eventually.SeeAsync(() => Task.FromResult(hr.Ids.Length), told => told >= last);
    }

    private static Task<long> PositionAsync(CertificationFixture service) =>
        service.ScalarAsync<long>("SELECT coalesce((SELECT position FROM hr_relays), 0)");

    private static Task ToldUpToAsync(CertificationFixture service, long position) =>
        Eventually.SeeAsync(() => PositionAsync(service), told => told == position, Patience);

    private static Task<Guid[]> FeedAsync(CertificationFixture service) =>
        service.ScalarAsync<Guid[]>("SELECT array_agg(fact_id ORDER BY position) FROM hr_entries");
}
