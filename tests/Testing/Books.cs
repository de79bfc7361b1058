using Npgsql;

namespace Bpsdm.Testing;

/// <summary>Each number of one service beside its counterpart in the next, as the databases of a whole platform have them.</summary>
/// <param name="Waiting">Messages in the outboxes.</param>
public sealed record Books(long Confirmed, long Seats, long Completed, long Certificates, long FeedEntries, long Credited, long Waiting)
{
    /// <summary>Nothing is on its way and everything adds up.</summary>
    public bool Agree => Waiting == 0 && Confirmed == Seats && Completed == Certificates && Certificates == FeedEntries && Certificates == Credited;

    /// <param name="addressOf">Connection string of a database, by its name in the app model.</param>
    public static async Task<Books> ReadAsync(Func<string, string> addressOf)
    {
        var waiting = 0L;
        foreach (var database in (string[])["cataloguedb", "enrolmentdb", "deliverydb", "certificationdb"])
            waiting += await CountAsync(addressOf(database), "messaging.outbox_messages");
        return new Books(
            await CountAsync(addressOf("enrolmentdb"), "enrolments WHERE status = 'confirmed'"),
            await CountAsync(addressOf("deliverydb"), "seats WHERE withdrawn_at IS NULL"),
            await CountAsync(addressOf("deliverydb"), "outcomes WHERE completed"),
            await CountAsync(addressOf("certificationdb"), "certificates WHERE status <> 'replaced'"),
            await CountAsync(addressOf("certificationdb"), "hr_entries WHERE type = 'completion'"),
            await CountAsync(addressOf("enrolmentdb"), "jp_entries"),
            waiting);
    }

    /// <summary>Rows of a table, with or without a condition.</summary>
    public static async Task<long> CountAsync(string database, string from)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {from}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
