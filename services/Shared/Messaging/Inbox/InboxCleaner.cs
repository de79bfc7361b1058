using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Messaging.Inbox;

/// <summary>Deletes inbox rows past their retention, in bounded batches, on a timer of its own.</summary>
internal sealed partial class InboxCleaner(
    NpgsqlDataSource dataSource, IOptions<OutboxOptions> options, TimeProvider time, ILogger<InboxCleaner> logger)
    : RecurringService(TimeSpan.FromHours(1), time)
{
    private const int BatchRows = 5_000;

    protected override Task WorkAsync(CancellationToken cancellationToken) => CleanAsync(cancellationToken);

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            int deleted;
            do
            {
                await using var command = dataSource.CreateCommand(
                    """
                    DELETE FROM messaging.inbox_messages WHERE (message_id, consumer) IN (
                      SELECT message_id, consumer FROM messaging.inbox_messages WHERE handled_at < $1 ORDER BY handled_at LIMIT $2)
                    """);
                command.Parameters.Add(new() { Value = Time.GetUtcNow() - options.Value.InboxRetention });
                command.Parameters.Add(new() { Value = BatchRows });
                deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            }
            while (deleted == BatchRows);
        }
        catch (NpgsqlException e)
        {
            LogFailed(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox could not be cleaned and will be next time: {Error}")]
    private partial void LogFailed(string error);
}
