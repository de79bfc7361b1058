namespace Bpsdm.LocalOrchestrator;

internal static class Together
{
    /// <summary>Runs all at once; the first failure cancels the rest and, when they have ended, is the one that is thrown.</summary>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> work, CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? first = null;
        try
        {
            await Task.WhenAll(work.Select(RunOneAsync).ToList());
        }
        catch when (first is not null)
        {
            throw first;
        }

        async Task RunOneAsync(Func<CancellationToken, Task> one)
        {
            try
            {
                await one(linked.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref first, e, null);
                await linked.CancelAsync();
                throw;
            }
        }
    }
}
