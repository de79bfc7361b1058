using Bpsdm.Contracts.Certification;
using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

[Collection(CertificationTests.Name)]
public sealed class ReplicaTests(CertificationFixture service)
{
    [Fact]
    public async Task Two_replicas_issue_5000_certificates_at_once_without_a_gap_or_a_double()
    {
        await using var replica = new Replica(service);
        using var here = new Measured(service.Services, "bpsdm.certificates");
        using var there = new Measured(replica.Services, "bpsdm.certificates");
        var offerings = Enumerable.Range(0, 4).Select(i => CertificationFixture.Offering(i % 2 == 0 ? "technical" : "leadership")).ToList();
        // Single facts and bulk ones, each sent twice under ids of their own, so both replicas meet the same completions.
        var messages = offerings.SelectMany(o => Enumerable.Range(0, 50).Select(i => service.Message(o, i % 5 == 0 ? 121 : 1))).ToList();
        messages.Sum(m => m.Participants.Count).ShouldBe(5_000);
        await Parallel.ForEachAsync(
            messages.Concat(messages), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (message, _) => await service.Broker.PublishAsync(message));

        foreach (var offering in offerings)
            await Eventually.SeeAsync(() => service.IssuedAsync(offering.OfferingId), issued => issued == 1_250, TimeSpan.FromSeconds(60));
        Math.Min(here.Sum, there.Sum).ShouldBeGreaterThan(0, "one host did all the work, so nothing was raced");
        await service.HandledAsync();
        await service.SeriesHaveNoGapAsync();

        bool IsOurs(CertificateIssued m) => offerings.Any(o => o.OfferingId == m.OfferingId);
        var told = await service.Broker.ReceivedAsync<CertificateIssued>(all => all.Where(IsOurs).Sum(m => m.Certificates.Count) >= 5_000);
        told.Where(IsOurs).SelectMany(m => m.Certificates).Select(c => c.Number).Distinct().Count().ShouldBe(5_000);
    }

    /// <summary>In a process of its own, since it is killed: batches it has begun go to the other one, some of them after their commit.</summary>
    [Fact]
    public async Task A_replica_that_is_killed_at_work_leaves_no_gap_and_a_second_delivery_of_everything_issues_nothing()
    {
        using var issuedHere = new Measured(service.Services, "bpsdm.certificates");
        await using var replica = await ServiceProcess.StartAsync(typeof(Program).Assembly, service.HostSettings);
        await Eventually.SeeAsync(() => service.ConsumersOfAsync("certification-issue-certificates"), consumers => consumers == 2, TimeSpan.FromSeconds(60));

        var offerings = Enumerable.Range(0, 4).Select(i => CertificationFixture.Offering(i % 2 == 0 ? "technical" : "basic")).ToArray();
        var messages = Enumerable.Range(0, 2_000).Select(i => (Id: Guid.CreateVersion7(), Message: service.Message(offerings[i % 4], 5))).ToList();
        Task PublishAllAsync() => Parallel.ForEachAsync(
            messages, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (m, _) => await service.Broker.PublishAsync(m.Message, m.Id));
        Task<long> AllIssuedAsync() => service.ScalarAsync<long>(
            "SELECT count(*) FROM certificates WHERE offering_id = ANY($1)", (object)offerings.Select(o => o.OfferingId).ToArray());

        var publishing = PublishAllAsync();
        // The host of this process may have two batches of 16 messages committed and not counted yet; what is beyond them is the other's.
        await Eventually.SeeAsync(async () => await AllIssuedAsync() - issuedHere.Sum, elsewhere => elsewhere > 2 * 16 * 5, TimeSpan.FromSeconds(60));
        await replica.KillAsync();
        (await AllIssuedAsync()).ShouldBeLessThan(10_000, "it was to be killed in the middle");
        await publishing;
        await Eventually.SeeAsync(AllIssuedAsync, issued => issued == 10_000, TimeSpan.FromSeconds(60));
        await service.SeriesHaveNoGapAsync();

        await PublishAllAsync();
        await Parallel.ForEachAsync(messages.Take(200), async (m, _) => await service.Broker.PublishAsync(m.Message));
        await Eventually.SeeAsync(() => service.MessagesInAsync("certification-issue-certificates"), waiting => waiting == 0, TimeSpan.FromSeconds(60));
        await service.HandledAsync();
        (await AllIssuedAsync()).ShouldBe(10_000);
        await service.SeriesHaveNoGapAsync();
    }
}
