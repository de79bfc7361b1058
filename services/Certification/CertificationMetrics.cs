using System.Diagnostics.Metrics;

namespace Bpsdm.Certification;

public sealed class CertificationMetrics
{
    private readonly Counter<long> _certificates;
    private readonly Counter<long> _hrEvents;
    private readonly Counter<long> _deliveries;

    public CertificationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Bpsdm.Certification");
        _certificates = meter.CreateCounter<long>("bpsdm.certificates", "{certificate}", "Certificates issued.");
        _hrEvents = meter.CreateCounter<long>("bpsdm.hr.events", "{event}", "Completions confirmed by the HR exchange.");
        _deliveries = meter.CreateCounter<long>("bpsdm.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook, by outcome: delivered, failed (will be tried again), parked.");
    }

    public void Issued(int count) => _certificates.Add(count);

    public void Delivered(int count, string outcome)
    {
        if (count > 0) _deliveries.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }

    public void SentToHr(int count) => _hrEvents.Add(count);
}
