using Microsoft.Extensions.Hosting;

namespace Bpsdm.ServiceDefaults;

/// <summary>Does its work when the process starts, and again after each period until it ends.</summary>
public abstract class RecurringService(TimeSpan period, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    /// <summary>Faults that may pass are its own to catch: one that leaves it ends the service.</summary>
    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, Time);
        try
        {
            do
            {
                await WorkAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }
}
