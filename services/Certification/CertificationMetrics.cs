using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bpsdm.Certification;

public sealed class CertificationMetrics
{
    private readonly Counter<long> _certificates;
    private readonly Counter<long> _hrEvents;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _freshness;

    public static ActivitySource Traces { get; } = new("Bpsdm.Certification");

    public CertificationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Bpsdm.Certification");
        _certificates = meter.CreateCounter<long>("bpsdm.certificates", "{certificate}", "Certificates issued.");
        _hrEvents = meter.CreateCounter<long>("bpsdm.hr.events", "{event}", "Completions confirmed by the HR exchange.");
        _deliveries = meter.CreateCounter<long>("bpsdm.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook, by outcome: delivered, failed (will be tried again), parked.");
        _freshness = meter.CreateHistogram(
            "bpsdm.hr.freshness", "s", "From the decision of a completion until HR systems can read it in the feed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2, 5, 10, 30, 60, 120, 300, 900, 3600] });
        // A series that is there before its first event shows that event as one.
        Issued(0);
        SentToHr(0);
        foreach (var outcome in (string[])["delivered", "failed", "parked"]) Delivered(0, outcome);
    }

    public void Issued(int count) => _certificates.Add(count);

    /// <summary>Completions whose certificates and entries in the feed were committed just now.</summary>
    public void Issued(IReadOnlyCollection<DateTimeOffset> decided, DateTimeOffset now)
    {
        Issued(decided.Count);
        foreach (var at in decided) _freshness.Record(Math.Max(0, (now - at).TotalSeconds));
    }

    public void Delivered(int count, string outcome) => _deliveries.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void SentToHr(int count) => _hrEvents.Add(count);
}
