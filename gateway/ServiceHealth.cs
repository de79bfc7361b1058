using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bpsdm.Gateway;

/// <summary>The health of the whole: each service's own <c>/health</c>.</summary>
internal sealed class ServiceHealth(IHttpClientFactory clients, string service) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await clients.CreateClient(service).GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"HTTP {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}

internal static class ServiceHealthExtensions
{
    public static void AddServiceHealth(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddHttpClient(service, client =>
        {
            client.BaseAddress = new Uri(Services.AddressOf(builder.Configuration, service));
            client.Timeout = TimeSpan.FromSeconds(3);
        });
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            service, services => new ServiceHealth(services.GetRequiredService<IHttpClientFactory>(), service), HealthStatus.Unhealthy, ["service"]));
    }
}
