using System.Text.Json;
using Bpsdm.Enrolment.Data;
using Bpsdm.Enrolment.Domain;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>A job whose row this transaction has locked, to work off its next chunk. A crash releases it with nothing changed.</summary>
internal sealed class ClaimedJob
{
    public required Guid Id { get; init; }
    public required ImportKind Kind { get; init; }
    public required ImportMode? Mode { get; init; }

    /// <summary>Somebody looked at what a full file would do, and wants it.</summary>
    public required bool IsConfirmed { get; init; }
    public required Guid TargetId { get; init; }
    public required string? AgencyCode { get; init; }
    public required int TotalRows { get; init; }
    public required int ProcessedRows { get; init; }
    public required string? TraceParent { get; init; }
    public required SortedDictionary<string, int> Counts { get; init; }

    // Jobs of one target go in the order of their arrival, so that the first upload has the first claim to the seats;
    // different targets take turns.
    private const string Sql =
        """
        SELECT j.id, j.kind, j.target_id, j.agency_code, j.total_rows, j.processed_rows, j.outcomes::text, j.trace_parent,
               j.mode, j.confirmed_at IS NOT NULL
        FROM import_jobs j
        WHERE j.status IN ('queued', 'running') AND j.next_attempt_at <= $1 AND NOT EXISTS (
          SELECT FROM import_jobs b
          WHERE b.status IN ('queued', 'running') AND b.target_id = j.target_id AND (b.created_at, b.id) < (j.created_at, j.id))
        ORDER BY j.next_attempt_at
        LIMIT 1 FOR UPDATE OF j SKIP LOCKED
        """;

    public static async Task<ClaimedJob?> ClaimAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = now } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return new ClaimedJob
        {
            Id = reader.GetGuid(0),
            Kind = Enum.Parse<ImportKind>(reader.GetString(1), ignoreCase: true),
            TargetId = reader.GetGuid(2),
            AgencyCode = reader.IsDBNull(3) ? null : reader.GetString(3),
            TotalRows = reader.GetInt32(4),
            ProcessedRows = reader.GetInt32(5),
            Counts = JsonSerializer.Deserialize<SortedDictionary<string, int>>(reader.GetString(6))!,
            TraceParent = reader.IsDBNull(7) ? null : reader.GetString(7),
            Mode = reader.IsDBNull(8) ? null : Enum.Parse<ImportMode>(reader.GetString(8), ignoreCase: true),
            IsConfirmed = reader.GetBoolean(9),
        };
    }

    /// <summary>Whether no row of the file comes after those of the chunk.</summary>
    public bool IsLast(ChunkOutcome chunk) => ProcessedRows + chunk.Rows == TotalRows;

    /// <summary>Writes the outcome of the next chunk, with the rejected rows kept for the download.</summary>
    public async Task AdvanceAsync(NpgsqlConnection connection, ChunkOutcome chunk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (outcome, count) in chunk.Counts) Counts[outcome] = Counts.GetValueOrDefault(outcome) + count;
        await using var batch = new NpgsqlBatch(connection);
        if (chunk.Rejected.Count > 0)
        {
            batch.BatchCommands.Add(new("INSERT INTO import_rejections (job_id, line_number, value, code) SELECT $1, * FROM unnest($2, $3, $4)")
            {
                Parameters =
                {
                    new() { Value = Id },
                    new() { Value = chunk.Rejected.Select(r => r.LineNumber).ToArray() },
                    new() { Value = chunk.Rejected.Select(r => r.Value).ToArray() },
                    new() { Value = chunk.Rejected.Select(r => r.Outcome).ToArray() },
                },
            });
        }
        batch.BatchCommands.Add(new(
            """
            UPDATE import_jobs SET processed_rows = $2, rejected_rows = rejected_rows + $3, outcomes = $4::jsonb,
              started_at = COALESCE(started_at, $5), next_attempt_at = $5, attempts = 0, error = NULL,
              status = CASE WHEN $2 = total_rows THEN 'completed' ELSE 'running' END,
              completed_at = CASE WHEN $2 = total_rows THEN $5 END
            WHERE id = $1
            """)
        {
            Parameters =
            {
                new() { Value = Id },
                new() { Value = ProcessedRows + chunk.Rows },
                new() { Value = chunk.Rejected.Count },
                new() { Value = JsonSerializer.Serialize(Counts) },
                new() { Value = now },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
