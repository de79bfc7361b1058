namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Has the presence worked out that is due. Any number of replicas may sweep.</summary>
internal sealed partial class PresenceSweep(PresenceJudge judge, TimeProvider time, ILogger<PresenceSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await judge.JudgeDueAsync(cancellationToken))
            {
                // The next ones.
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presence in classrooms could not be worked out and will be next time")]
    private partial void LogFailed(Exception exception);
}
