using System.Diagnostics;

namespace Bpsdm.Demo;

internal static class Wait
{
    /// <summary>Looks again until it is so; gives up after ten minutes without success.</summary>
    /// <exception cref="DemoException">It did not happen.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> look)
    {
        var clock = Stopwatch.StartNew();
        while (!await look())
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10)) throw new DemoException(null, $"Waited 10 minutes in vain until {what}.");
            await Task.Delay(100);
        }
    }
}
