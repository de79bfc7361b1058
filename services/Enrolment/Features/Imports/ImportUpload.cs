using System.Diagnostics;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Bpsdm.Enrolment.Features.Imports.Xlsx;
using Bpsdm.Enrolment.Features.Tables;
using Bpsdm.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>What is uploaded, for what, by whom.</summary>
internal sealed record ImportRequest(ImportKind Kind, ImportMode? Mode, Guid TargetId, string? AgencyCode, string CreatedBy);

/// <summary>Takes a file in: its rows and its job are committed together before the 202, or nothing of it is kept.</summary>
public sealed class ImportUpload(
    NpgsqlDataSource dataSource, EnrolmentDb db, ImportSignal signal, IOptions<ImportOptions> options, TimeProvider time)
{
    internal async Task<Results<Accepted<ImportResponse>, Ok<ImportResponse>, ValidationProblem, ProblemHttpResult>> AcceptAsync(
        HttpRequest request, ImportRequest import, CancellationToken cancellationToken)
    {
        var isXlsx = IsXlsx(request.ContentType);
        if (!isXlsx && !IsCsv(request.ContentType))
            return Problems.Problem(415, "not-csv", $"Content-Type harus text/csv dengan charset utf-8, atau {TableFile.XlsxType}.");
        if (!IdempotencyKey.TryRead(request, out var key)) return IdempotencyKey.Malformed();

        var id = key ?? Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            var stored = await StoreAsync(id, import, isXlsx, request.Body, cancellationToken);
            if (stored) signal.Set();
            var job = await db.ImportJobs.AsNoTracking().SingleAsync(j => j.Id == id, cancellationToken);
            return stored ? TypedResults.Accepted($"/api/enrolment/imports/{id}", ImportResponse.Of(job))
                : IsSame(job, import) ? TypedResults.Ok(ImportResponse.Of(job))
                : Problems.Conflict("idempotency-key-used", "Idempotency-Key ini sudah dipakai untuk unggahan lain.");
        }
        catch (ImportFileException e)
        {
            return Problems.Problem(400, "bad-file", e.Message);
        }
        catch (TooManyRowsException e)
        {
            return Problems.Problem(413, "too-many-rows", e.Message);
        }
    }

    /// <returns>False when a job of this id exists.</returns>
    private async Task<bool> StoreAsync(Guid id, ImportRequest import, bool isXlsx, Stream body, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // First of all: of two uploads with one key, the second waits here for the first.
        if (!await AddJobAsync(connection, id, import, cancellationToken)) return false;

        var format = import.Kind switch
        {
            ImportKind.Employees => ImportFormat.Employees(Wib.DateOf(time.GetUtcNow())),
            ImportKind.Nominations => ImportFormat.Nominations,
        };
        var rows = isXlsx
            ? XlsxRows.ReadAsync(body, format, options.Value.MaxRows, cancellationToken)
            : CsvRows.ReadAsync(body, format, options.Value.MaxRows, cancellationToken);
        var total = await ImportChunkWriter.WriteAsync(connection, id, rows, options.Value.ChunkRows, cancellationToken);

        await using var command = new NpgsqlCommand("UPDATE import_jobs SET total_rows = $2 WHERE id = $1", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = total } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> AddJobAsync(NpgsqlConnection connection, Guid id, ImportRequest import, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO import_jobs (id, kind, mode, target_id, agency_code, created_by, created_at, next_attempt_at, status,
              total_rows, processed_rows, rejected_rows, outcomes, attempts, trace_parent)
            VALUES ($1, $2, $8, $3, $4, $5, $6, $6, 'queued', 0, 0, 0, '{}', 0, $7)
            ON CONFLICT (id) DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = LowerCase<ImportKind>.Write(import.Kind) },
                new() { Value = import.TargetId },
                new() { Value = (object?)import.AgencyCode ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = import.CreatedBy },
                new() { Value = time.GetUtcNow() },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = import.Mode is { } mode ? LowerCase<ImportMode>.Write(mode) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static bool IsSame(ImportJob job, ImportRequest import) =>
        job.Kind == import.Kind && job.Mode == import.Mode && job.TargetId == import.TargetId && string.Equals(job.CreatedBy, import.CreatedBy, StringComparison.Ordinal);

    private static bool IsXlsx(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(TableFile.XlsxType, StringComparison.OrdinalIgnoreCase);

    private static bool IsCsv(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
