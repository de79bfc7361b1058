using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Testing;

/// <summary>The observable gauges of one host, asked when they are read.</summary>
public sealed class Gauges : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, Dictionary<string, double>> _seen = new(StringComparer.Ordinal);

    public Gauges(IServiceProvider host)
    {
        // Hosts of one process share the listener; a meter tells whose it is by the factory that made it.
        var meters = host.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.IsObservable && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What a gauge says now, by the values of its labels; without labels under "".</summary>
    public IReadOnlyDictionary<string, double> Read(string name)
    {
        _seen.Clear();
        _listener.RecordObservableInstruments();
        return _seen.GetValueOrDefault(name) ?? [];
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(' ', tags.ToArray().Select(tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture)));
        if (!_seen.TryGetValue(instrument.Name, out var values)) _seen[instrument.Name] = values = new(StringComparer.Ordinal);
        values[labels] = value;
    }
}
