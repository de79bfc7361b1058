using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Operations.Monitoring;

/// <param name="Target">The share that is to be good.</param>
/// <param name="Good">The share that was, over 30 days; null where nothing was asked.</param>
/// <param name="BudgetLeft">Of what may go wrong in 30 days: 1 is all of it, below 0 more went wrong.</param>
/// <param name="Burning">How fast the budget was spent in the last hour: 1 is just as fast as it lasts.</param>
internal sealed record Objective(string Name, double Target, double? Good, double? BudgetLeft, double? Burning);

internal sealed record MonitoringState(IReadOnlyList<Target> Targets, IReadOnlyList<Objective> Objectives, IReadOnlyList<Alert> Alerts);

internal static class ReadMonitoring
{
    public static async Task<Ok<MonitoringState>> HandleAsync(Prometheus prometheus, CancellationToken cancellationToken)
    {
        var (targets, alerts, objectives) = (prometheus.TargetsAsync(cancellationToken), prometheus.AlertsAsync(cancellationToken), ObjectivesAsync(prometheus, cancellationToken));
        await Task.WhenAll(targets, alerts, objectives);
        return TypedResults.Ok(new MonitoringState(
            [.. (await targets).OrderBy(t => t.Job, StringComparer.Ordinal)], await objectives,
            [.. (await alerts).OrderBy(a => a.State, StringComparer.Ordinal).ThenBy(a => a.Severity, StringComparer.Ordinal).ThenBy(a => a.Name, StringComparer.Ordinal)]));
    }

    private static async Task<IReadOnlyList<Objective>> ObjectivesAsync(Prometheus prometheus, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(((string[])
            ["bpsdm:slo:objective", "bpsdm:slo:missed:ratio_30d", "bpsdm:slo:budget_left:ratio", "bpsdm:slo:missed:ratio_1h / on(slo) (1 - bpsdm:slo:objective)"])
            .Select(async q => (await prometheus.NowAsync(q, cancellationToken)).Where(s => s.Points.Count > 0)
                .ToDictionary(s => s.Labels["slo"], s => s.Points[0].Value, StringComparer.Ordinal)));
        return [.. answers[0].OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new Objective(
            o.Key, o.Value, 1 - Of(answers[1], o.Key), Of(answers[2], o.Key), Of(answers[3], o.Key)))];
    }

    private static double? Of(Dictionary<string, double> values, string name) => values.TryGetValue(name, out var value) ? value : null;
}
