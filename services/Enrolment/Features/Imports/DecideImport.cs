using System.Security.Claims;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

public static class ConfirmImport
{
    /// <summary>A held file is right all the same: it goes on. Again: the same answer.</summary>
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, NpgsqlDataSource dataSource, ImportSignal signal, TimeProvider time, CancellationToken cancellationToken)
    {
        var (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        if (job is null) return problem;

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (job.Status == ImportStatus.Held && await RegisterStep.IsSupersededAsync(connection, id, cancellationToken))
            return Problems.Conflict("import-superseded", "Berkas pegawai yang lebih baru sudah diterapkan; batalkan impor ini dan kirim berkas lengkap yang terbaru.");
        var decided = await Decision.WriteAsync(
            connection,
            "UPDATE import_jobs SET status = 'queued', confirmed_by = $2, confirmed_at = $3, next_attempt_at = $3 WHERE id = $1 AND status = 'held'",
            id, user.Subject(), time.GetUtcNow(), cancellationToken);
        if (decided) signal.Set();
        (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        return job is null ? problem
            : decided || (job.ConfirmedAt is not null && job.Status != ImportStatus.Cancelled) ? TypedResults.Ok(ImportResponse.Of(job))
            : Problems.Conflict("import-not-held", "Impor ini tidak sedang menunggu konfirmasi.");
    }
}

public static class CancelImport
{
    /// <summary>
    /// Ends an import before its end. What was applied stays and is reported in the outcomes; as the leavers of a full file
    /// come last, nobody has left by it. Again: the same answer.
    /// </summary>
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, EnrolmentDb db, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        var (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        if (job is null) return problem;

        // Waits for the chunk that is being applied: a worker holds the job's row until its commit.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await Decision.WriteAsync(
            connection,
            """
            WITH ended AS (
              UPDATE import_jobs SET status = 'cancelled', cancelled_by = $2, cancelled_at = $3, completed_at = $3
              WHERE id = $1 AND status IN ('queued', 'running', 'held') RETURNING id)
            DELETE FROM import_chunks WHERE job_id IN (SELECT id FROM ended)
            """,
            id, user.Subject(), time.GetUtcNow(), cancellationToken);
        (job, problem) = await GetImport.FindAsync(id, user, db, cancellationToken);
        return job is null ? problem
            : job.Status == ImportStatus.Cancelled ? TypedResults.Ok(ImportResponse.Of(job))
            : Problems.Conflict("import-ended", "Impor ini sudah berakhir.");
    }
}

internal static class Decision
{
    public static async Task<bool> WriteAsync(
        NpgsqlConnection connection, string sql, Guid id, string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = id }, new() { Value = subject }, new() { Value = now } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
