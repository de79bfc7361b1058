using Microsoft.AspNetCore.Http.HttpResults;

namespace Bpsdm.Operations.Monitoring;

/// <param name="Name">Value of the label that tells lines apart.</param>
/// <param name="Values">One for each time of the chart; null where there is none.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<double?> Values);

/// <param name="Times">Unix seconds.</param>
internal sealed record Chart(string Name, string Title, string Unit, IReadOnlyList<long> Times, IReadOnlyList<ChartLine> Lines);

internal static class ReadBoard
{
    private static readonly string[] Services = ["gateway", "identity", "catalogue", "enrolment", "delivery", "certification", "operations"];

    public static async Task<Results<Ok<Chart[]>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        string board, Prometheus prometheus, CancellationToken cancellationToken, int minutes = 30, string? service = null)
    {
        if (minutes is < 5 or > 10_080) return Problems.Invalid(nameof(minutes), "Antara 5 menit dan 7 hari (10080).");
        if (service is not null && !Services.Contains(service)) return Problems.Invalid(nameof(service), $"Salah satu dari {string.Join(", ", Services)}.");
        var queries = NamedQuery.All.Where(q => string.Equals(q.Board, board, StringComparison.Ordinal)).ToList();
        if (queries.Count == 0) return Problems.NotFound("Papan itu");
        return TypedResults.Ok(await Task.WhenAll(queries.Select(async q => ChartOf(q, await prometheus.RangeAsync(q.ExprFor(service), minutes, cancellationToken)))));
    }

    private static Chart ChartOf(NamedQuery query, IReadOnlyList<Series> series)
    {
        var times = series.SelectMany(s => s.Points.Select(p => p.Time)).Distinct().Order().ToList();
        return new Chart(query.Name, query.Title, query.Unit, times,
            [.. series.Select(s => (Name: s.Labels.GetValueOrDefault(query.Legend, ""), Values: s.Points.ToDictionary(p => p.Time, p => p.Value)))
                .OrderBy(l => l.Name, StringComparer.Ordinal)
                .Select(l => new ChartLine(l.Name, [.. times.Select(t => l.Values.TryGetValue(t, out var value) ? value : (double?)null)]))]);
    }
}
