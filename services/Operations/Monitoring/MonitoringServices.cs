using Microsoft.AspNetCore.Http.HttpResults;

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

    public static ProblemHttpResult Away() =>
        Problems.Problem(StatusCodes.Status503ServiceUnavailable, "monitoring-away", "Prometheus tidak menjawab: grafik, sasaran, dan peringatan tidak tersedia. Antrean dan pesan tetap dapat dilihat.");
}
