using Npgsql;

namespace Bpsdm.ServiceDefaults;

/// <summary>Figures that only the database knows, asked of it every five seconds. While it is away they stay as they were: its health check says so.</summary>
/// <param name="dataSource">The service's own database.</param>
/// <param name="sql">One row of bigints.</param>
/// <param name="time">The clock.</param>
public abstract class DatabaseGauges(NpgsqlDataSource dataSource, string sql, TimeProvider time) : RecurringService(TimeSpan.FromSeconds(5), time)
{
    private long[] _seen = [];

    protected long Column(int index) => index < _seen.Length ? _seen[index] : 0;

    protected sealed override async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = dataSource.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            _seen = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
        }
        catch (NpgsqlException)
        {
        }
    }
}
