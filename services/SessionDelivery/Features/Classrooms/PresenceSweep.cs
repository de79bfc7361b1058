using Bpsdm.ServiceDefaults;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Has the presence worked out that is due. Any number of replicas may sweep.</summary>
internal sealed partial class PresenceSweep(PresenceJudge judge, TimeProvider time, ILogger<PresenceSweep> logger) : RecurringService(TimeSpan.FromSeconds(5), time)
{
    protected override async Task WorkAsync(CancellationToken cancellationToken)
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
