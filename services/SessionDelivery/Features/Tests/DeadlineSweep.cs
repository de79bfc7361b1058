using Bpsdm.ServiceDefaults;

namespace Bpsdm.SessionDelivery.Features.Tests;

/// <summary>Hands in the attempts whose time is over, and records scores that were cut off on their way. Any number of replicas may sweep.</summary>
internal sealed partial class DeadlineSweep(TestGrader grader, ScoreRecorder recorder, TimeProvider time, ILogger<DeadlineSweep> logger)
    : RecurringService(TimeSpan.FromSeconds(5), time)
{
    protected override async Task WorkAsync(CancellationToken cancellationToken)
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
