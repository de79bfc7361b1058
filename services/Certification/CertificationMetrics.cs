using System.Diagnostics.Metrics;

namespace Bpsdm.Certification;

public sealed class CertificationMetrics
{
    private readonly Counter<long> _certificates;
    private readonly Counter<long> _hrEvents;

    public CertificationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Bpsdm.Certification");
        _certificates = meter.CreateCounter<long>("bpsdm.certificates", "{certificate}", "Certificates issued.");
        _hrEvents = meter.CreateCounter<long>("bpsdm.hr.events", "{event}", "Completions confirmed by the HR exchange.");
    }

    public void Issued(int count) => _certificates.Add(count);

    public void SentToHr(int count) => _hrEvents.Add(count);
}
