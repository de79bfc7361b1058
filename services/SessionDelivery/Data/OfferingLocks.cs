using System.Buffers.Binary;
using Bpsdm.SessionDelivery.Domain;
using Npgsql;

namespace Bpsdm.SessionDelivery.Data;

/// <summary>
/// A lock for each offering. What is told of it or of its seats takes the lock alone; whoever writes for its participants
/// shares it. So news follow each other by whatever queue they come, and no outcome is decided on what a moment ago was
/// true. It is an advisory lock: on a row, those who share could keep out for long the one who wants it alone.
/// </summary>
internal static class OfferingLocks
{
    public static async Task TakeAsync(NpgsqlConnection connection, Guid offeringId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = KeyOf(offeringId) } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task ShareAsync(NpgsqlConnection connection, Guid offeringId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock_shared($1)", connection) { Parameters = { new() { Value = KeyOf(offeringId) } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>For a batch; sorted, as every lock that is taken in numbers.</summary>
    public static NpgsqlBatchCommand Share(IEnumerable<Guid> offerings) => new("SELECT pg_advisory_xact_lock_shared(key) FROM unnest($1::bigint[]) AS key")
    {
        Parameters = { new() { Value = offerings.Select(KeyOf).Distinct().Order().ToArray() } },
    };

    /// <summary>Records news of an offering, and gives them effect where the offering is known already.</summary>
    public static async Task HearAsync(
        this DeliveryDb db, NpgsqlConnection connection, Guid offeringId, Action<OfferingNews> tell, CancellationToken cancellationToken)
    {
        await TakeAsync(connection, offeringId, cancellationToken);
        var news = await db.News.FindAsync([offeringId], cancellationToken);
        if (news is null) db.News.Add(news = new OfferingNews { OfferingId = offeringId });
        tell(news);
        if (await db.Offerings.FindAsync([offeringId], cancellationToken) is { } offering) news.ApplyTo(offering);
    }

    /// <summary>The last bytes of a version 7 uuid are random. Two offerings with one key would only wait for each other.</summary>
    private static long KeyOf(Guid offeringId)
    {
        Span<byte> bytes = stackalloc byte[16];
        offeringId.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
    }
}
