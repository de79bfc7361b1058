using System.Diagnostics;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Seating;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>
/// Works off one chunk of one job in one transaction: effects, messages, outcomes and progress together. So a job that
/// was interrupted anywhere goes on at its next chunk, in this process or another.
/// </summary>
public sealed partial class ImportRunner(
    NpgsqlDataSource dataSource, OutboxSignal outbox, EnrolmentMetrics metrics, IOptions<ImportOptions> options, TimeProvider time,
    ILogger<ImportRunner> logger)
{
    private static readonly ActivitySource Activities = new(EnrolmentMetrics.Name);

    /// <returns>False when there is nothing to do now.</returns>
    public async Task<bool> RunChunkAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await ClaimedJob.ClaimAsync(connection, time.GetUtcNow(), cancellationToken) is not { } job) return false;

        using var activity = Activities.StartActivity("import chunk", ActivityKind.Internal, job.TraceParent);
        try
        {
            await RunChunkAsync(connection, transaction, job, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && !Outage.Is(e))
        {
            await transaction.DisposeAsync();
            await HoldBackAsync(job, e, cancellationToken);
        }
        return true;
    }

    private async Task RunChunkAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ClaimedJob job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (job.ProcessedRows == 0) await MarkDuplicatesAsync(connection, job.Id, cancellationToken);
        var upTo = Math.Min(job.TotalRows, job.ProcessedRows + options.Value.ChunkRows);
        var (outcomes, confirmed) = job.Kind switch
        {
            ImportKind.Employees => (await RegisterChunk.ApplyAsync(connection, job, upTo, now, cancellationToken), 0),
            ImportKind.Nominations => await SeatAsync(connection, job, upTo, now, cancellationToken),
        };
        var done = await job.AdvanceAsync(connection, upTo, outcomes, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        outbox.Set();
        metrics.Imported(outcomes.Count, job.Kind.ToString());
        if (confirmed > 0) metrics.Confirmed(confirmed, "nomination");
        if (done)
        {
            LogCompleted(job.Id, job.TotalRows, string.Join(", ", job.Counts.Select(c => $"{c.Key} {c.Value}")));
            await ImportRetention.DeleteRowsAsync(connection, job.Id, cancellationToken);
        }
    }

    private static async Task<(List<RowOutcome> Outcomes, int Confirmed)> SeatAsync(
        NpgsqlConnection connection, ClaimedJob job, int upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var offering = await SeatedOffering.LockAsync(connection, job.TargetId, cancellationToken)
            ?? throw new InvalidOperationException($"Offering {job.TargetId} of import {job.Id} is gone.");
        var results = await SeatCandidates.RunAsync(
            connection, offering, Candidates.Rows(job.Id, job.ProcessedRows, upTo), Entrance.File(job.Id, job.AgencyCode), now, cancellationToken);
        var confirmed = await connection.PublishConfirmedAsync(offering.Id, results, cancellationToken);
        return ([.. results.Select(r => new RowOutcome(r.LineNumber, r.Nip, r.Outcome))], confirmed);
    }

    // Once for the whole file, before its first chunk: one sort, where an index on the rows would slow every upload down.
    private static async Task MarkDuplicatesAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE import_rows r SET code = 'duplicate_in_file'
            FROM (SELECT row_number, row_number() OVER (PARTITION BY value ORDER BY row_number) AS occurrence
                  FROM import_rows WHERE job_id = $1 AND code IS NULL) d
            WHERE r.job_id = $1 AND r.row_number = d.row_number AND d.occurrence > 1
            """, connection) { Parameters = { new() { Value = jobId } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task HoldBackAsync(ClaimedJob job, Exception error, CancellationToken cancellationToken)
    {
        LogFailed(job.Id, job.ProcessedRows, error);
        await using var command = dataSource.CreateCommand(
            """
            UPDATE import_jobs SET attempts = attempts + 1, error = $2, next_attempt_at = $3 + attempts * interval '2 seconds' + interval '1 second',
              status = CASE WHEN attempts + 1 >= $4 THEN 'failed' ELSE status END,
              completed_at = CASE WHEN attempts + 1 >= $4 THEN $3 END
            WHERE id = $1 AND processed_rows = $5 AND status IN ('queued', 'running')
            """);
        command.Parameters.Add(new() { Value = job.Id });
        command.Parameters.Add(new() { Value = error.Message });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = options.Value.MaxAttempts });
        command.Parameters.Add(new() { Value = job.ProcessedRows });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {JobId} of {Rows} rows is completed: {Outcomes}")]
    private partial void LogCompleted(Guid jobId, int rows, string outcomes);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {JobId} failed after row {Row} and will be tried again or given up")]
    private partial void LogFailed(Guid jobId, int row, Exception error);
}
