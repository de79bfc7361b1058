using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Certification.Tests;

/// <summary>What one host has counted under a name since this was made; the hosts of a process have meters of their own.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public Measured(IServiceProvider host, string instrument)
    {
        var factory = host.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, factory)) listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _sum, count));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}
