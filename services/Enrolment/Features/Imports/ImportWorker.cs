using Microsoft.Extensions.Options;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Works off imports in the background. Any number of replicas may: a chunk has one worker.</summary>
public sealed partial class ImportWorker(ImportRunner runner, ImportSignal signal, IOptions<ImportOptions> options, ILogger<ImportWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var worked = false;
            try
            {
                worked = await runner.RunChunkAsync(stoppingToken);
                if (!worked) await signal.WaitAsync(options.Value.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database is away or broke the transaction off: the chunk is as it was, and is tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogInterrupted(e.Message);
                await signal.WaitAsync(options.Value.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A chunk of an import was interrupted and will be tried again: {Error}")]
    private partial void LogInterrupted(string error);
}
