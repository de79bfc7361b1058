using System.Globalization;

namespace Bpsdm.TelemetryBench;

/// <param name="SampleRatio">Share of traces that is recorded; null: neither traces nor logs are sent, nor metrics scraped.</param>
internal sealed record Setting(string Name, double? SampleRatio)
{
    /// <summary>Over what the app model gives to every project; Prometheus scrapes where there is a token.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment(Uri collector) => SampleRatio is { } ratio
        ?
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.ToString()),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new("Telemetry__SampleRatio", ratio.ToString(CultureInfo.InvariantCulture)),
        ]
        : [new("Telemetry__ScrapeToken", "")];
}

/// <param name="Cpu">Of the services and the gateway together.</param>
internal sealed record Run(TimeSpan Wall, TimeSpan Cpu, long BytesTold);
