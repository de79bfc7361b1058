namespace Bpsdm.LocalOrchestrator;

internal static class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Whether the address answers with success within five seconds.</summary>
    public static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

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
