using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>How many commands wait in a host, as its own gauge says.</summary>
internal sealed class QueueGauge : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _queued = -1;

    public QueueGauge(Replica host)
    {
        // Hosts of one process share the listener; a meter tells whose it is by the factory that made it.
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "bpsdm.delivery.queued" && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, queued, _, _) => _queued = queued);
        _listener.Start();
    }

    public int Read()
    {
        _listener.RecordObservableInstruments();
        return _queued;
    }

    public void Dispose() => _listener.Dispose();
}
