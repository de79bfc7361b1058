using Bpsdm.Enrolment.Features.Seating;
using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

internal static class NominatedRows
{
    /// <summary>
    /// The chunk that comes after so many rows. It goes to the seating as parameters, not by a join in the database: so the
    /// planner knows how many they are.
    /// </summary>
    public static async Task<Candidates> ReadAsync(NpgsqlConnection connection, Guid jobId, int rowsBefore, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT lines, nips, codes FROM import_chunks WHERE job_id = $1 AND rows_before = $2", connection)
        {
            Parameters = { new() { Value = jobId }, new() { Value = rowsBefore } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new InvalidOperationException($"Rows after {rowsBefore} of import {jobId} are gone.");
        return Candidates.Rows(reader.GetFieldValue<int[]>(0), reader.GetFieldValue<string[]>(1), reader.GetFieldValue<string?[]>(2));
    }
}
