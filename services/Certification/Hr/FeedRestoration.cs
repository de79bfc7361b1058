using Bpsdm.Certification.Data;
using Bpsdm.Messaging.Outbox;
using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.Certification.Hr;

/// <summary>
/// In the <c>migrate</c> step after a restore: a new generation of the feed begins, whose positions are given again, and the exchange is
/// told the last days once more, because what HR systems had not read there was with the broker.
/// </summary>
internal sealed class FeedRestoration(NpgsqlDataSource dataSource, IConfiguration configuration, IOptions<OutboxOptions> outbox) : IMigrationStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (RestoredDatabase.At(configuration) is not { } at) return;
        await using var command = dataSource.CreateCommand(
            """
            WITH began AS (
              INSERT INTO hr_restorations (generation, last_position) SELECT $1, last_position FROM hr_feed
              ON CONFLICT DO NOTHING RETURNING 1)
            UPDATE hr_relays r SET position = least(r.position, again.before) FROM began, (
              SELECT min(e.position) - 1 AS before
              FROM hr_entries e JOIN certificates c ON c.id = e.certificate_id
              WHERE c.issued_at > (SELECT max(issued_at) FROM certificates) - $2) AS again
            """);
        command.Parameters.Add(new() { Value = at.ToUnixTimeSeconds() });
        command.Parameters.Add(new() { Value = outbox.Value.SentRetention });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Which cursors of the feed still name the place that they named when they were given.</summary>
internal static class FeedGenerations
{
    /// <returns>The generation of the cursors that are given now; 0 where nothing was ever restored.</returns>
    public static long Current(this IReadOnlyCollection<HrRestoration> restorations) => restorations.Count == 0 ? 0 : restorations.Max(r => r.Generation);

    /// <returns>The last position that a cursor of this generation and the feed of today have in common.</returns>
    public static long KeptSince(this IReadOnlyCollection<HrRestoration> restorations, long generation) =>
        restorations.Where(r => r.Generation > generation).Select(r => r.LastPosition).DefaultIfEmpty(long.MaxValue).Min();
}
