using System.Globalization;
using System.Threading.RateLimiting;
using Bpsdm.ServiceDefaults;

namespace Bpsdm.Gateway;

/// <summary>Requests a second, each with a burst of twice as many; settings under <c>RateLimits</c>.</summary>
internal sealed class RateLimits
{
    /// <summary>Of one person, by the token's subject.</summary>
    public int Person { get; set; } = 100;

    /// <summary>Of one service account.</summary>
    public int ServiceAccount { get; set; } = 1000;

    /// <summary>Of one address without a token, or with one that is not good: whole offices share one.</summary>
    public int Anonymous { get; set; } = 1000;

    /// <summary>Of one address at the token endpoint.</summary>
    public int Token { get; set; } = 5000;

    /// <summary>Uploads of one subject in a minute, over all replicas.</summary>
    public int ImportsPerMinute { get; set; } = 60;
}

/// <summary>
/// Limits by the second protect this replica and are kept in it: a round trip to Redis for each request would cost more than
/// it protects (docs/decisions/0015). Quotas by the minute are shared, see <see cref="SharedQuotas"/>.
/// </summary>
internal static class Limits
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetSection("RateLimits").Get<RateLimits>() ?? new RateLimits();
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<SharedQuotas>();
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds) : 1;
                context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, limits));
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context, RateLimits limits)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/alive", StringComparison.Ordinal) || path.StartsWithSegments("/health", StringComparison.Ordinal))
            return RateLimitPartition.GetNoLimiter("health");
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        if (path.StartsWithSegments("/connect/token", StringComparison.OrdinalIgnoreCase)) return Bucket($"token:{address}", limits.Token);
        if (context.User.Identity is not { IsAuthenticated: true }) return Bucket($"address:{address}", limits.Anonymous);
        // A person's token names an employee or a user; a service account's subject is its client.
        var isPerson = context.User.Nip() is not null;
        return Bucket($"subject:{context.User.Subject()}", isPerson ? limits.Person : limits.ServiceAccount);
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * 2,
            TokensPerPeriod = Math.Max(1, perSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            AutoReplenishment = true,
        });
}
