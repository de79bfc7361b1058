namespace Bpsdm.Operations.Monitoring;

internal static class MonitoringServices
{
    /// <summary>Prometheus at <c>Prometheus:Url</c>. It may be away, or not be at all: the page then shows what it can without it.</summary>
    public static void AddMonitoring(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<Prometheus>(client =>
        {
            client.BaseAddress = builder.Configuration["Prometheus:Url"] is { Length: > 0 } url ? new Uri(url) : null;
            client.Timeout = TimeSpan.FromSeconds(5);
        });
    }
}
