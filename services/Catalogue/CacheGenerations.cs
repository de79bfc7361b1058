using System.Collections.Concurrent;
using System.Globalization;
using StackExchange.Redis;

namespace Bpsdm.Catalogue;

/// <summary>
/// A counter in Redis for each kind of public answer, one more after each change. Every replica looks it up four times a
/// second, so none shows for longer what another has changed; the counter only grows after the commit, so what was read
/// before cannot come under the new number. HybridCache's own tags are not told to other processes.
/// </summary>
internal sealed partial class CacheGenerations(IConnectionMultiplexer redis, TimeProvider clock, ILogger<CacheGenerations> logger)
{
    private static readonly TimeSpan Trust = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public async ValueTask<string> OfAsync(string tag)
    {
        var known = _known.GetOrAdd(tag, _ => new Known("0", 0, Unsent: false));
        if (known.ReadAt != 0 && clock.GetElapsedTime(known.ReadAt) < Trust) return known.Generation;
        var found = known with { ReadAt = clock.GetTimestamp() };
        try
        {
            var number = known.Unsent
                ? await redis.GetDatabase().StringIncrementAsync(Key(tag))
                : (long)await redis.GetDatabase().StringGetAsync(Key(tag));
            found = found with { Generation = number.ToString(CultureInfo.InvariantCulture), Unsent = false };
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // What is known goes on: Redis holds no answers that could be old either.
        }
        _known.TryUpdate(tag, found, known);
        return found.Generation;
    }

    public async Task AdvanceAsync(string tag)
    {
        try
        {
            var number = await redis.GetDatabase().StringIncrementAsync(Key(tag));
            _known[tag] = new Known(number.ToString(CultureInfo.InvariantCulture), clock.GetTimestamp(), Unsent: false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // This process forgets all the same, and tells the others as soon as Redis is back.
            _known[tag] = new Known(Guid.NewGuid().ToString("N"), clock.GetTimestamp(), Unsent: true);
            LogNotAdvanced(tag, e);
        }
    }

    private static string Key(string tag) => $"catalogue:generation:{tag}";

    private sealed record Known(string Generation, long ReadAt, bool Unsent);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: other replicas may show old {Tag} for a second")]
    private partial void LogNotAdvanced(string tag, Exception exception);
}
