using System.Globalization;
using Bpsdm.ServiceDefaults;
using StackExchange.Redis;

namespace Bpsdm.Gateway;

/// <summary>Quotas by the minute, counted in Redis by all replicas of the gateway. Without Redis nobody is refused.</summary>
internal sealed class SharedQuotas(IConnectionMultiplexer redis, TimeProvider time)
{
    /// <returns>Seconds to wait when the quota is used up; null when there is room.</returns>
    public async Task<int?> TakeAsync(string key, int perMinute)
    {
        var now = time.GetUtcNow();
        var minute = now.ToUnixTimeSeconds() / 60;
        try
        {
            var database = redis.GetDatabase();
            var name = $"gateway:quota:{key}:{minute}";
            var count = database.StringIncrementAsync(name);
            await Task.WhenAll(count, database.KeyExpireAsync(name, TimeSpan.FromMinutes(2)));
            return await count > perMinute ? 60 - now.Second : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}

internal static class SharedQuotasExtensions
{
    public static void UseSharedQuotas(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (Routes.IsImport(context.GetEndpoint()))
        {
            var quotas = context.RequestServices.GetRequiredService<SharedQuotas>();
            var limits = context.RequestServices.GetRequiredService<RateLimits>();
            if (await quotas.TakeAsync($"imports:{context.User.Subject()}", limits.ImportsPerMinute) is { } wait)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
                return;
            }
        }
        await next(context);
    });
}
