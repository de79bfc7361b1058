using System.Globalization;
using System.Text.Json;

namespace Bpsdm.Operations.Monitoring;

/// <summary>Prometheus did not answer, or refused.</summary>
internal sealed class PrometheusAwayException(string why, Exception? cause = null) : Exception(why, cause);

/// <param name="Labels">Without the metric's name.</param>
/// <param name="Points">Unix seconds and values; what is no number (a ratio of nothing) is left out.</param>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(long Time, double Value)> Points);

internal sealed record Target(string Job, string Instance, bool Up, string? Error);

internal sealed record Alert(string Name, string State, string Severity, string Summary, string Description, string Runbook, DateTimeOffset ActiveAt);

/// <summary>Prometheus' HTTP API v1, as far as the page needs it.</summary>
internal sealed class Prometheus(HttpClient client, TimeProvider time)
{
    private const int PointsOnAChart = 180;

    /// <summary>The last minutes of an expression, at steps that fit on a chart.</summary>
    public async Task<IReadOnlyList<Series>> RangeAsync(string expression, int minutes, CancellationToken cancellationToken)
    {
        var step = Math.Max(5, minutes * 60 / PointsOnAChart);
        // At whole steps, so that one chart's points stay where they are from one question to the next.
        var end = time.GetUtcNow().ToUnixTimeSeconds() / step * step;
        var data = await AskAsync($"/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={end - (minutes * 60)}&end={end}&step={step}", cancellationToken);
        return [.. data.GetProperty("result").EnumerateArray().Select(s => new Series(Labels(s), [.. s.GetProperty("values").EnumerateArray().Select(Point).Where(p => double.IsFinite(p.Value))]))];
    }

    public async Task<IReadOnlyList<Series>> NowAsync(string expression, CancellationToken cancellationToken)
    {
        var data = await AskAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}", cancellationToken);
        return [.. data.GetProperty("result").EnumerateArray().Select(s => new Series(Labels(s), [.. new[] { Point(s.GetProperty("value")) }.Where(p => double.IsFinite(p.Value))]))];
    }

    public async Task<IReadOnlyList<Target>> TargetsAsync(CancellationToken cancellationToken)
    {
        var data = await AskAsync("/api/v1/targets?state=active", cancellationToken);
        return [.. data.GetProperty("activeTargets").EnumerateArray().Select(t => new Target(
            Text(t.GetProperty("labels"), "job"), Text(t.GetProperty("labels"), "instance"), Text(t, "health") is "up", Text(t, "lastError") is { Length: > 0 } error ? error : null))];
    }

    public async Task<IReadOnlyList<Alert>> AlertsAsync(CancellationToken cancellationToken)
    {
        var data = await AskAsync("/api/v1/alerts", cancellationToken);
        return [.. data.GetProperty("alerts").EnumerateArray().Select(a => (Alert: a, Labels: a.GetProperty("labels"), Says: a.GetProperty("annotations"))).Select(a => new Alert(
            Text(a.Labels, "alertname"), Text(a.Alert, "state"), Text(a.Labels, "severity"), Text(a.Says, "summary"), Text(a.Says, "description"), Text(a.Says, "runbook_url"),
            a.Alert.GetProperty("activeAt").GetDateTimeOffset()))];
    }

    private async Task<JsonElement> AskAsync(string path, CancellationToken cancellationToken)
    {
        if (client.BaseAddress is null) throw new PrometheusAwayException("Prometheus:Url is not set.");
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            if (Text(body.RootElement, "status") is not "success") throw new PrometheusAwayException($"Prometheus refused {path}: {Text(body.RootElement, "error")}");
            return body.RootElement.GetProperty("data").Clone();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PrometheusAwayException(e.Message, e);
        }
    }

    private static Dictionary<string, string> Labels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().Where(l => l.Name is not "__name__").ToDictionary(l => l.Name, l => l.Value.GetString()!, StringComparer.Ordinal);

    private static (long Time, double Value) Point(JsonElement pair) =>
        ((long)pair[0].GetDouble(), double.Parse(pair[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
