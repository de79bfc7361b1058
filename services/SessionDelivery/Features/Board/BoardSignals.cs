using StackExchange.Redis;

namespace Bpsdm.SessionDelivery.Features.Board;

/// <summary>
/// Tells all replicas that a session's attendance has changed; what it is now each of them asks PostgreSQL. A word that is
/// lost with Redis is made up for by the poll of <see cref="BoardFeed"/>, and at once when Redis is back.
/// </summary>
public sealed partial class BoardSignals(IServiceProvider services, BoardFeeds feeds, ILogger<BoardSignals> logger) : BackgroundService
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("delivery:attendance-changed");
    private volatile IConnectionMultiplexer? _redis;

    /// <summary>To be called after the commit. It waits for nobody.</summary>
    public void Changed(IEnumerable<Guid> sessions)
    {
        foreach (var session in sessions)
        {
            feeds.Wake(session);
            if (_redis is not { IsConnected: true } redis) continue;
            try
            {
                redis.GetSubscriber().Publish(Channel, session.ToString("N"), CommandFlags.FireAndForget);
            }
            catch (RedisException)
            {
                // It was lost this moment.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Connecting takes a while where Redis is away: nobody waits for it.
        await Task.Yield();
        var redis = services.GetRequiredService<IConnectionMultiplexer>();
        redis.ConnectionRestored += (_, _) => feeds.WakeAll();
        while (!await TrySubscribeAsync(redis)) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        _redis = redis;
        feeds.WakeAll();
    }

    private async Task<bool> TrySubscribeAsync(IConnectionMultiplexer redis)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(Channel, (_, session) =>
            {
                if (Guid.TryParseExact(session, "N", out var id)) feeds.Wake(id);
            });
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogAway(e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away, boards are only as fresh as their poll: {Reason}")]
    private partial void LogAway(string reason);
}
