using System.Diagnostics;
using Npgsql;

namespace Bpsdm.CertificatesBench;

/// <summary>The yardstick: the rows of an offering's certificates, as they are, copied into a table without an index.</summary>
internal static class BareCopy
{
    /// <returns>The median of three copies, commit included.</returns>
    public static async Task<TimeSpan> MeasureAsync(NpgsqlDataSource database, Guid offeringId)
    {
        await using var connection = await database.OpenConnectionAsync();
        using var rows = new MemoryStream();
        await using (var export = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT * FROM certificates WHERE offering_id = '{offeringId}') TO STDOUT (FORMAT binary)"))
            await export.CopyToAsync(rows);

        var times = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            await ExecuteAsync(connection, "CREATE TABLE bare AS SELECT * FROM certificates WITH NO DATA");
            rows.Position = 0;
            var clock = Stopwatch.StartNew();
            await using (var import = await connection.BeginRawBinaryCopyAsync("COPY bare FROM STDIN (FORMAT binary)")) await rows.CopyToAsync(import);
            times.Add(clock.Elapsed);
            await ExecuteAsync(connection, "DROP TABLE bare");
        }
        return times.Order().ElementAt(1);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
