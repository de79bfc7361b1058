using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bpsdm.ServiceDefaults;

internal static class Telemetry
{
    private const string HttpClients = "System.Net.Http";

    /// <summary>
    /// Metrics for who scrapes them (<see cref="Scraping"/>), and traces, metrics and logs over OTLP where
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver; no cost where neither is set.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (string.Equals(builder.Configuration["Telemetry:LogFormat"], "json", StringComparison.OrdinalIgnoreCase))
            builder.Logging.AddConsole(console => console.FormatterName = LogLines.FormatName).AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        var (scraped, sent) = (Scraping.Token(builder.Configuration) is not null, !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]));
        if (!scraped && !sent) return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"bpsdm-{service}"))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter("Bpsdm.*", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", HttpClients)
                    // The others of that meter have a series for each connection's address.
                    .AddView(instrument => instrument is { Meter.Name: HttpClients, Name: not "http.client.request.duration" } ? MetricStreamConfiguration.Drop : null)
                    .AddProcessInstrumentation()
                    .AddRuntimeInstrumentation();
                if (scraped) metrics.AddPrometheusExporter();
            });
        if (!sent) return;

        // Without scopes: those of a request hold its path.
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
        telemetry
            .WithTracing(tracing => tracing
                .SetSampler(Sampling.Of(builder.Configuration))
                .AddSource("Bpsdm.*", "MassTransit", "Yarp.ReverseProxy")
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !Probes.IsOne(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddProcessor(new PathsOfSpans()))
            .UseOtlpExporter();
    }
}
