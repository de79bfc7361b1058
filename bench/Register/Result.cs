namespace Bpsdm.Bench.Register;

internal sealed record Result(string Name, int Rows, TimeSpan Upload, TimeSpan Total, TimeSpan BareCopy)
{
    public static Result Of(string name, int rows, IReadOnlyCollection<Timing> timings, IReadOnlyCollection<TimeSpan> copies) =>
        new(name, rows, Median(timings.Select(t => t.Upload)), Median(timings.Select(t => t.Total)), Median(copies));

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
