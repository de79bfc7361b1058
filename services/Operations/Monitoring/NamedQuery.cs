using System.Text.Json;

namespace Bpsdm.Operations.Monitoring;

/// <summary>
/// A query that has a name in <c>apphost/Observability/queries.json</c>: the page draws these and no other, and the Grafana
/// dashboards draw the same.
/// </summary>
/// <param name="Unit">per-minute, per-second, seconds, count, cores or bytes.</param>
/// <param name="Legend">The label that tells its lines apart; empty where it has one.</param>
/// <param name="Expr">PromQL; <c>$service</c> stands for the jobs that are asked for.</param>
internal sealed record NamedQuery(string Board, string Name, string Title, string Unit, string Legend, string Expr)
{
    public static IReadOnlyList<NamedQuery> All { get; } = Read();

    /// <param name="service">A job of Prometheus, or null for all. It goes into the query, so only known ones may come here.</param>
    public string ExprFor(string? service) => Expr.Replace("$service", service ?? ".+", StringComparison.Ordinal);

    private static List<NamedQuery> Read()
    {
        using var stream = typeof(NamedQuery).Assembly.GetManifestResourceStream("queries.json")!;
        return JsonSerializer.Deserialize<List<NamedQuery>>(stream, JsonSerializerOptions.Web)!;
    }
}
