using Npgsql;

namespace Bpsdm.Enrolment.Features.Imports;

/// <summary>
/// Keeps the agencies' totals exact: who writes the register holds it alone, who credits learning hours shares it, until the
/// commit. It is taken in a statement of its own, so that the next one sees everything that was committed before.
/// </summary>
internal static class RegisterLock
{
    // Far from the small numbers by which the outbox locks its lanes.
    private const long Key = 0x5265_6769_7374_6572;

    public static Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", cancellationToken);

    public static Task ShareAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "SELECT pg_advisory_xact_lock_shared($1)", cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Key } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
