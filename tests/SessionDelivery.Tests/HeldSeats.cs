using Bpsdm.Testing;
using Npgsql;

namespace Bpsdm.SessionDelivery.Tests;

/// <summary>The seats of an offering, locked by a transaction of the test: whoever writes for their participants waits.</summary>
internal sealed class HeldSeats : IAsyncDisposable
{
    private readonly DeliveryFixture _service;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldSeats(DeliveryFixture service, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_service, _connection, _transaction) = (service, connection, transaction);

    public static async Task<HeldSeats> HoldAsync(DeliveryFixture service, Guid offering)
    {
        var connection = await service.Database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT FROM seats WHERE offering_id = $1 FOR UPDATE", connection) { Parameters = { new() { Value = offering } } };
        await command.ExecuteNonQueryAsync();
        return new(service, connection, transaction);
    }

    public Task SomebodyWaitsAsync() =>
        Eventually.BecomesTrueAsync(() => _service.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"));

    public Task ReleaseAsync() => _transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
