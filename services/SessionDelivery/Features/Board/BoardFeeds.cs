using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bpsdm.SessionDelivery.Features.Board;

/// <summary>The boards that somebody watches through this replica.</summary>
public sealed class BoardFeeds(NpgsqlDataSource dataSource, IOptions<BoardOptions> options, ILogger<BoardFeeds> logger)
{
    /// <summary>Shorter than what proxies on the way allow an idle connection.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, BoardFeed> _feeds = [];

    /// <summary>Each board that differs from the one before, from now on until it is cancelled.</summary>
    public async IAsyncEnumerable<SessionBoard> WatchAsync(Guid offeringId, Guid sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = Join(offeringId, sessionId);
        try
        {
            SessionBoard? seen = null;
            while (true)
            {
                try
                {
                    seen = await feed.NextAsync(seen, Heartbeat, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    yield break;
                }
                yield return seen;
            }
        }
        finally
        {
            Leave(sessionId, feed);
        }
    }

    public void Wake(Guid sessionId)
    {
        lock (_lock) _feeds.GetValueOrDefault(sessionId)?.Wake();
    }

    public void WakeAll()
    {
        lock (_lock)
        {
            foreach (var feed in _feeds.Values) feed.Wake();
        }
    }

    private BoardFeed Join(Guid offeringId, Guid sessionId)
    {
        lock (_lock)
        {
            if (!_feeds.TryGetValue(sessionId, out var feed))
                _feeds[sessionId] = feed = new(end => SessionBoard.CountAsync(dataSource, offeringId, sessionId, end), options.Value, logger);
            feed.Watchers++;
            return feed;
        }
    }

    private void Leave(Guid sessionId, BoardFeed feed)
    {
        lock (_lock)
        {
            if (--feed.Watchers > 0) return;
            _feeds.Remove(sessionId);
        }
        feed.Dispose();
    }
}
