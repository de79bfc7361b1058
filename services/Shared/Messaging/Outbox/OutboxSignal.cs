namespace Bpsdm.Messaging.Outbox;

/// <summary>Wakes the relay of this process after a commit; other processes find the rows by their poll.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    public void Dispose() => _semaphore.Dispose();

    /// <summary>To be called after the commit: a relay that wakes earlier finds nothing.</summary>
    public void Set()
    {
        try
        {
            if (_semaphore.CurrentCount == 0) _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else set it in between.
        }
    }

    /// <returns>Whether it was set before the time was over.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _semaphore.WaitAsync(timeout, cancellationToken);
}
