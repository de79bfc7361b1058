namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Hands in the attempts whose time is over, and records scores that were cut off on their way. Any number of replicas may sweep.</summary>
internal sealed partial class DeadlineSweep(TestGrader grader, ScoreRecorder recorder, TimeProvider time, ILogger<DeadlineSweep> logger) : BackgroundService
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
            while (await grader.HandInOverdueAsync(cancellationToken) || await recorder.RecordOutstandingAsync(cancellationToken))
            {
                // The next ones.
            }
            await recorder.RecordOutstandingAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempts whose time is over could not be handed in and will be next time")]
    private partial void LogFailed(Exception exception);
}
