using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bpsdm.Gateway;

internal static class PlatformHealth
{
    private const string Client = "health";

    public static void AddPlatformHealth(this WebApplicationBuilder builder)
    {
        // A service that waits for its database gives up after 3 s.
        builder.Services.AddHttpClient(Client, client => client.Timeout = TimeSpan.FromSeconds(4));
        foreach (var service in Services.All) AddServiceHealth(builder, service);
        var checks = builder.Services.Single(s => s.ServiceType == typeof(HealthCheckService)).ImplementationType!;
        builder.Services.Replace(ServiceDescriptor.Singleton<HealthCheckService>(services => new SharedHealth(
            (HealthCheckService)ActivatorUtilities.CreateInstance(services, checks), services.GetRequiredService<TimeProvider>())));
    }

    private static void AddServiceHealth(WebApplicationBuilder builder, string service)
    {
        var replicas = Services.AddressesOf(builder.Configuration, service);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            service, services => new ServiceHealth(services.GetRequiredService<IHttpClientFactory>().CreateClient(Client), replicas),
            HealthStatus.Unhealthy, ["service"]));
    }
}

/// <summary>Anybody may ask for the health of the whole, and a report asks every service: one report serves everybody for a second.</summary>
internal sealed class SharedHealth(HealthCheckService checks, TimeProvider time) : HealthCheckService
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<HealthReport>? _report;
    private long _asked;

    public override Task<HealthReport> CheckHealthAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
    {
        if (predicate is not null) return checks.CheckHealthAsync(predicate, cancellationToken);
        lock (_gate)
        {
            if (_report is null || (_report.IsCompleted && time.GetElapsedTime(_asked) >= Kept))
            {
                _asked = time.GetTimestamp();
                // Not under the caller's token: who leaves must not take the report from those who wait with them.
                _report = checks.CheckHealthAsync(CancellationToken.None);
            }
            return _report.WaitAsync(cancellationToken);
        }
    }
}
