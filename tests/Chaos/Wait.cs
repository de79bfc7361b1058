using System.Diagnostics;

namespace Bpsdm.Chaos;

internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks again until it is so.</summary>
    /// <exception cref="TimeoutException">It did not become so; <paramref name="seen"/> says what was seen last.</exception>
    public static async Task UntilAsync(TimeSpan within, Func<Task<bool>> look, Func<string> seen)
    {
        var clock = Stopwatch.StartNew();
        while (!await look())
        {
            if (clock.Elapsed > within) throw new TimeoutException($"After {within.TotalSeconds:0} s: {seen()}");
            await Task.Delay(Pause);
        }
    }
}
