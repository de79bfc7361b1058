namespace Bpsdm.SearchBench;

/// <summary>How long each answer took, in milliseconds, and how many came a second.</summary>
internal sealed class Latencies(IReadOnlyList<(Kind Kind, double Milliseconds)> answers, TimeSpan total)
{
    public double Rate => answers.Count / total.TotalSeconds;

    public double Median => At(Sorted(_ => true), 0.50);

    public void Print(string what, bool byKind)
    {
        Console.WriteLine($"{what}: {answers.Count:N0} answers, {Rate:N0}/s");
        Line("all", Sorted(_ => true));
        if (!byKind) return;
        foreach (var kind in answers.Select(a => a.Kind).Distinct().Order()) Line(kind.ToString(), Sorted(k => k == kind));
    }

    private double[] Sorted(Func<Kind, bool> which) => [.. answers.Where(a => which(a.Kind)).Select(a => a.Milliseconds).Order()];

    private static void Line(string name, double[] sorted) => Console.WriteLine(
        $"  {name,-12} p50 {At(sorted, 0.50),6:F1}   p95 {At(sorted, 0.95),6:F1}   p99 {At(sorted, 0.99),6:F1}   max {sorted[^1],6:F1} ms   ({sorted.Length:N0})");

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * quantile)];
}
