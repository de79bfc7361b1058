using System.Text.Json;
using Bpsdm.Enrolment.Domain;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>
/// One step of a file of the register: before the first chunk of a full file whether it may be applied at all, then a chunk,
/// and with the last chunk of a full file the leavers. So a full file that is cancelled or fails on its way retires nobody.
/// Whoever left gives back their seats in the same step.
/// </summary>
internal static class RegisterStep
{
    private const string Superseded = "Berkas pegawai yang lebih baru sudah diterapkan; kirim ulang berkas lengkap yang terbaru.";

    /// <returns>Null when the file must not be applied now: it was held, or it failed.</returns>
    public static async Task<ChunkOutcome?> RunAsync(
        NpgsqlConnection connection, ClaimedJob job, ImportOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RegisterLock.TakeAsync(connection, cancellationToken);
        if (job is { Mode: ImportMode.Full, ProcessedRows: 0 } && !await MayBeginAsync(connection, job, options, now, cancellationToken)) return null;

        var outcome = await RegisterChunk.ApplyAsync(connection, job, now, cancellationToken);
        var retires = job.Mode == ImportMode.Full && job.IsLast(outcome);
        if (retires) outcome.Count(Outcomes.Left, await RegisterLeavers.RetireAsync(connection, job.Id, now, cancellationToken), isRow: false);
        if (retires || outcome.Counts.ContainsKey(Outcomes.Left)) await LeaverSeats.ReleaseAsync(connection, job.Id, now, cancellationToken);
        return outcome;
    }

    private static async Task<bool> MayBeginAsync(
        NpgsqlConnection connection, ClaimedJob job, ImportOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A file that was held may have been overtaken: what it does not know of would be undone.
        if (await IsSupersededAsync(connection, job.Id, cancellationToken))
        {
            await EndAsync("UPDATE import_jobs SET status = 'failed', error = $2, completed_at = $3 WHERE id = $1", Superseded);
            return false;
        }
        if (job.IsConfirmed) return true;
        var hold = await RegisterLeavers.CountAsync(connection, job.Id, cancellationToken);
        if (hold.Leavers < options.HoldFrom || hold.Leavers * 100.0 <= hold.Serving * options.HoldAbovePercent) return true;
        await EndAsync("UPDATE import_jobs SET status = 'held', hold = $2::jsonb, next_attempt_at = $3 WHERE id = $1", JsonSerializer.Serialize(hold));
        return false;

        async Task EndAsync(string sql, string text)
        {
            await using var command = new NpgsqlCommand(sql, connection)
            {
                Parameters = { new() { Value = job.Id }, new() { Value = text }, new() { Value = now } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Whether a file of the register that was sent after this one has begun to be applied.</summary>
    public static async Task<bool> IsSupersededAsync(NpgsqlConnection connection, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM import_jobs j JOIN import_jobs n ON n.target_id = j.target_id
              WHERE j.id = $1 AND (n.created_at, n.id) > (j.created_at, j.id) AND n.started_at IS NOT NULL)
            """, connection) { Parameters = { new() { Value = jobId } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
