using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Bpsdm.Messaging;

/// <summary>
/// In the <c>migrate</c> step after a restore (<see cref="RestoredDatabase.At"/>): what had been sent goes back into the outbox, in its
/// order, and the inbox of each consumer gives it the effect that it has not had. Safe to run again.
/// </summary>
internal sealed class Restoration(NpgsqlDataSource dataSource, IConfiguration configuration) : IMigrationStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (RestoredDatabase.At(configuration) is null) return;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                // In a backup that is older than their retention, the rows that keep a message from a second effect would be cleaned
                // away while it is published again.
                new NpgsqlBatchCommand("UPDATE messaging.inbox_messages SET handled_at = now()"),
                new NpgsqlBatchCommand(
                    """
                    WITH again AS (DELETE FROM messaging.sent_messages RETURNING *)
                    INSERT INTO messaging.outbox_messages (id, lane, aggregate_id, message_id, type, body, trace_parent, occurred_at, attempts)
                    OVERRIDING SYSTEM VALUE
                    SELECT id, lane, aggregate_id, message_id, type, body, trace_parent, occurred_at, 0 FROM again
                    """),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
