namespace Bpsdm.TelemetryBench;

internal static class Summary
{
    /// <summary>Medians, and ratios to the first platform of the same round: what else the machine did is in both.</summary>
    public static void Print(IReadOnlyList<MeasuredPlatform> platforms)
    {
        Console.WriteLine($"{"telemetry",9} {"s",8} {"CPU s",8} {"time",16} {"CPU",16} {"MB told",9}");
        foreach (var platform in platforms)
            Console.WriteLine(
                $"{platform.Setting.Name,9} {Median(platform.Runs.Select(r => r.Wall.TotalSeconds)),8:F1} {Median(platform.Runs.Select(r => r.Cpu.TotalSeconds)),8:F1} " +
                $"{Ratios(platform, platforms[0], r => r.Wall),16} {Ratios(platform, platforms[0], r => r.Cpu),16} {Median(platform.Runs.Select(r => r.BytesTold / 1e6)),9:F1}");
    }

    private static string Ratios(MeasuredPlatform platform, MeasuredPlatform without, Func<Run, TimeSpan> what)
    {
        var ratios = platform.Runs.Zip(without.Runs, (with, off) => what(with) / what(off)).ToArray();
        return $"{Median(ratios):F2} ({ratios.Min():F2}-{ratios.Max():F2})";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
