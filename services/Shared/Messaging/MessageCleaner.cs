using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Messaging;

/// <summary>Deletes rows of the inbox and sent messages past their retention, in bounded batches, on a timer of its own.</summary>
internal sealed partial class MessageCleaner(
    NpgsqlDataSource dataSource, IOptions<OutboxOptions> options, TimeProvider time, ILogger<MessageCleaner> logger)
    : RecurringService(TimeSpan.FromHours(1), time)
{
    private const int BatchRows = 5_000;

    private const string OldInbox =
        """
        DELETE FROM messaging.inbox_messages WHERE (message_id, consumer) IN (
          SELECT message_id, consumer FROM messaging.inbox_messages WHERE handled_at < $1 ORDER BY handled_at LIMIT $2)
        """;

    private const string OldSent =
        """
        DELETE FROM messaging.sent_messages WHERE id IN (
          SELECT id FROM messaging.sent_messages WHERE sent_at < $1 ORDER BY sent_at LIMIT $2)
        """;

    protected override Task WorkAsync(CancellationToken cancellationToken) => CleanAsync(cancellationToken);

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(OldInbox, options.Value.InboxRetention, cancellationToken);
            await DeleteAsync(OldSent, options.Value.SentRetention, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            LogFailed(e.Message);
        }
    }

    private async Task DeleteAsync(string sql, TimeSpan retention, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = dataSource.CreateCommand(sql);
            command.Parameters.Add(new() { Value = Time.GetUtcNow() - retention });
            command.Parameters.Add(new() { Value = BatchRows });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == BatchRows);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old messages could not be cleaned and will be next time: {Error}")]
    private partial void LogFailed(string error);
}
