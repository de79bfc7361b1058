using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// When a background loop last came round well, with work or without. Whether it fails or hangs, nothing is heard of it, and
/// after its patience its part of <c>/health</c> is degraded: what it carries waits, and requests are served meanwhile.
/// </summary>
public sealed class Pulse(TimeSpan patience, TimeProvider time) : IHealthCheck
{
    private long _last = time.GetTimestamp();

    public void Beat() => Volatile.Write(ref _last, time.GetTimestamp());

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(time.GetElapsedTime(Volatile.Read(ref _last)) <= patience ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
}
