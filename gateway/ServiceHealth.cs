using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bpsdm.Gateway;

/// <summary>
/// The health of one service behind the door, by its own <c>/health</c>: unhealthy when no replica is ready, degraded when one
/// of them is not, or says that it is degraded.
/// </summary>
internal sealed class ServiceHealth(HttpClient client, IReadOnlyList<string> replicas) : IHealthCheck
{
    private sealed record Report(HealthStatus Status, string[] Away);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reports = await Task.WhenAll(replicas.Select(replica => AskAsync(replica, cancellationToken)));
        var status = reports.Min(r => r.Status) == HealthStatus.Healthy ? HealthStatus.Healthy
            : reports.All(r => r.Status == HealthStatus.Unhealthy) ? HealthStatus.Unhealthy
            : HealthStatus.Degraded;
        string[] away = [.. reports.SelectMany((r, i) => reports.Length == 1 ? r.Away : NamesOf(r, i + 1))];
        return new HealthCheckResult(status, data: new Dictionary<string, object>(StringComparer.Ordinal) { [Health.Away] = away });
    }

    private static IEnumerable<string> NamesOf(Report report, int replica) =>
        report is { Status: not HealthStatus.Healthy, Away: [] } ? [$"replica {replica}"] : report.Away.Select(part => $"replica {replica}: {part}");

    private async Task<Report> AskAsync(string replica, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"{replica.TrimEnd('/')}/health"), cancellationToken);
            var said = await response.Content.ReadFromJsonAsync<Said>(cancellationToken);
            var status = !response.IsSuccessStatusCode ? HealthStatus.Unhealthy
                : Enum.TryParse<HealthStatus>(said?.Status, out var named) ? named
                : HealthStatus.Healthy;
            return new Report(status, said?.Away ?? []);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            return new Report(HealthStatus.Unhealthy, []);
        }
    }

    private sealed record Said(string? Status, string[]? Away);
}
