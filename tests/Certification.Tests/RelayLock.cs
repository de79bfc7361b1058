using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.Certification.Tests;

/// <summary>The advisory lock of the HR relay, as PostgreSQL sees it.</summary>
internal sealed class RelayLock : IAsyncDisposable
{
    /// <summary>"hrrelay".</summary>
    private const long Key = 0x68_72_72_65_6C_61_79;

    private readonly NpgsqlConnection _connection;

    private RelayLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Takes the lock from whoever has it: no relay moves until this is disposed of.</summary>
    public static async Task<RelayLock> TakeAsync(CertificationFixture service)
    {
        var connection = new NpgsqlConnection(service.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } } };
        await Eventually.BecomesTrueAsync(async () =>
        {
            await TerminateHolderAsync(service);
            return (bool)(await command.ExecuteScalarAsync())!;
        });
        return new RelayLock(connection);
    }

    /// <summary>Ends the connection of the relay that holds the lock.</summary>
    public static async Task TerminateHolderAsync(CertificationFixture service) =>
        await service.ScalarAsync<long>(
            """
            SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = $1
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """, Key);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
