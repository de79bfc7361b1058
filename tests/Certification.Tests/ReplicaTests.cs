using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
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
        using var share = new IssuedByHost();
        var offerings = Enumerable.Range(0, 4).Select(i => CertificationFixture.Offering(i % 2 == 0 ? "technical" : "leadership")).ToList();
        // Single facts and bulk ones, each sent twice under ids of their own, so both replicas meet the same completions.
        var messages = offerings.SelectMany(o => Enumerable.Range(0, 50).Select(i => service.Message(o, i % 5 == 0 ? 121 : 1))).ToList();
        messages.Sum(m => m.Participants.Count).ShouldBe(5_000);
        await Parallel.ForEachAsync(
            messages.Concat(messages), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (message, _) => await service.Broker.PublishAsync(message));

        foreach (var offering in offerings)
            await Eventually.SeeAsync(() => service.IssuedAsync(offering.OfferingId), issued => issued == 1_250, TimeSpan.FromSeconds(60));
        share.Hosts.ShouldBe(2, "one host did all the work, so nothing was raced");
        await service.HandledAsync();
        await service.SeriesHaveNoGapAsync();

        bool IsOurs(CertificateIssued m) => offerings.Any(o => o.OfferingId == m.OfferingId);
        var told = await service.Broker.ReceivedAsync<CertificateIssued>(all => all.Where(IsOurs).Sum(m => m.Certificates.Count) >= 5_000);
        told.Where(IsOurs).SelectMany(m => m.Certificates).Select(c => c.Number).Distinct().Count().ShouldBe(5_000);
    }

    /// <summary>Each host has a meter of its own.</summary>
    private sealed class IssuedByHost : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<Instrument, long> _issued = new(ReferenceEqualityComparer.Instance);

        public IssuedByHost()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "bpsdm.certificates") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => _issued.AddOrUpdate(instrument, count, (_, sum) => sum + count));
            _listener.Start();
        }

        public int Hosts => _issued.Count;

        public void Dispose() => _listener.Dispose();
    }
}
