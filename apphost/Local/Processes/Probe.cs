namespace Bpsdm.LocalOrchestrator;

internal static class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks every 50 ms until the answer is yes; false when the deadline passes first.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (!await isSo())
        {
            if (time.GetElapsedTime(start) > deadline) return false;
            await Task.Delay(Interval, time, cancellation);
        }
        return true;
    }
}
