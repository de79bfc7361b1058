using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>Forgets finished imports after their time, so that the tables do not grow for ever.</summary>
public sealed partial class ImportRetention(
    NpgsqlDataSource dataSource, IOptions<ImportOptions> options, TimeProvider time, ILogger<ImportRetention> logger)
    : RecurringService(TimeSpan.FromHours(1), time)
{
    private const int JobsAtOnce = 20;

    protected override Task WorkAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    /// <summary>Cancels what was held for too long, and deletes jobs that ended longer ago than the retention, a few at a time.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CancelHeldAsync(cancellationToken);
            int deleted;
            do
            {
                await using var command = dataSource.CreateCommand(
                    """
                    WITH old AS (SELECT id FROM import_jobs WHERE completed_at < $1 ORDER BY completed_at LIMIT $2),
                    chunks AS (DELETE FROM import_chunks WHERE job_id IN (SELECT id FROM old)),
                    rejections AS (DELETE FROM import_rejections WHERE job_id IN (SELECT id FROM old))
                    DELETE FROM import_jobs WHERE id IN (SELECT id FROM old)
                    """);
                command.Parameters.Add(new() { Value = Time.GetUtcNow() - options.Value.Retention });
                command.Parameters.Add(new() { Value = JobsAtOnce });
                deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            }
            while (deleted > 0);
        }
        catch (NpgsqlException e)
        {
            LogFailed(e.Message);
        }
    }

    private async Task CancelHeldAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await using var command = dataSource.CreateCommand(
            """
            WITH old AS (
              UPDATE import_jobs SET status = 'cancelled', cancelled_at = $1, completed_at = $1, error = 'Tidak dikonfirmasi pada waktunya.'
              WHERE status = 'held' AND created_at < $2 RETURNING id)
            DELETE FROM import_chunks WHERE job_id IN (SELECT id FROM old)
            """);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now - options.Value.HoldFor });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of a job that is done have no reader any more. A crash before this leaves them to the sweep.</summary>
    internal static async Task DeleteChunksAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM import_chunks WHERE job_id = $1", connection) { Parameters = { new() { Value = jobId } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old imports could not be deleted and will be next time: {Error}")]
    private partial void LogFailed(string error);
}
