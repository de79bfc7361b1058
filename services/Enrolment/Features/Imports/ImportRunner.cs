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
        var (outcome, confirmed) = job.Kind switch
        {
            ImportKind.Employees => (await RegisterStep.RunAsync(connection, job, options.Value, now, cancellationToken), 0),
            ImportKind.Nominations => await SeatAsync(connection, job, now, cancellationToken),
        };
        if (outcome is not null) await job.AdvanceAsync(connection, outcome, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (outcome is null) return;

        outbox.Set();
        metrics.Imported(outcome.Rows, job.Kind.ToString().ToLowerInvariant());
        if (confirmed > 0) metrics.Confirmed(confirmed, "nomination");
        if (!job.IsLast(outcome)) return;
        LogCompleted(job.Id, job.TotalRows, string.Join(", ", job.Counts.Select(c => $"{c.Key} {c.Value}")));
        await ImportRetention.DeleteChunksAsync(connection, job.Id, cancellationToken);
    }

    private static async Task<(ChunkOutcome Outcome, int Confirmed)> SeatAsync(
        NpgsqlConnection connection, ClaimedJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var offering = await SeatedOffering.LockAsync(connection, job.TargetId, cancellationToken)
            ?? throw new InvalidOperationException($"Offering {job.TargetId} of import {job.Id} is gone.");
        var candidates = await NominatedRows.ReadAsync(connection, job.Id, job.ProcessedRows, cancellationToken);
        var results = await SeatCandidates.RunAsync(connection, offering, candidates, Entrance.File(job.Id, job.AgencyCode), now, cancellationToken);
        var confirmed = await connection.PublishConfirmedAsync(offering.Id, results, cancellationToken);

        var outcome = new ChunkOutcome();
        foreach (var result in results)
        {
            outcome.Count(result.Outcome, 1);
            if (Outcomes.IsRejection(result.Outcome)) outcome.Rejected.Add(new RowOutcome(result.LineNumber, result.Nip, result.Outcome));
        }
        return (outcome, confirmed);
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
