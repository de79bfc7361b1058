using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bpsdm.SessionDelivery.Features;

/// <summary>Business figures under stable names, and the traces of batches.</summary>
public sealed class DeliveryMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _seats;
    private readonly Counter<long> _attendance;
    private readonly Counter<long> _outcomes;
    private readonly Histogram<int> _batch;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Bpsdm.SessionDelivery");
        _seats = _meter.CreateCounter<long>("bpsdm.seats", "{seat}", "Participants seated in an offering.");
        _attendance = _meter.CreateCounter<long>("bpsdm.attendance", "{check-in}", "Sessions attended.");
        _outcomes = _meter.CreateCounter<long>("bpsdm.completions", "{participant}", "Participants decided, by outcome.");
        _batch = _meter.CreateHistogram<int>("bpsdm.delivery.batch_size", "{command}", "Commands written in one transaction.");
        // A series that is there before its first event shows that event as one.
        Seated(0);
        _attendance.Add(0);
        Decided(0, 0);
    }

    public static ActivitySource Traces { get; } = new("Bpsdm.SessionDelivery");

    /// <summary>At <see cref="DeliveryOptions.QueueLength"/> the next participants are turned away.</summary>
    public void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge("bpsdm.delivery.queued", length, "{command}", "Commands that wait to be written.");

    public void Seated(int seats) => _seats.Add(seats);

    public void Written(int commands, int checkIns)
    {
        _batch.Record(commands);
        _attendance.Add(checkIns);
    }

    public void Decided(int completed, int failed)
    {
        _outcomes.Add(completed, new KeyValuePair<string, object?>("outcome", "completed"));
        _outcomes.Add(failed, new KeyValuePair<string, object?>("outcome", "failed"));
    }
}
