using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Bpsdm.ServiceDefaults;

public static class Cache
{
    /// <summary>
    /// Adds the Redis connection. Redis is never the truth: it may be away at start and later, and its health check says
    /// degraded, not unhealthy.
    /// </summary>
    public static WebApplicationBuilder AddServiceCache(this WebApplicationBuilder builder, string connectionName = "cache")
    {
        var options = ConfigurationOptions.Parse(
            builder.Configuration.GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not set."));
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 500;
        options.AsyncTimeout = 500;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
        builder.Services.AddHealthChecks().AddRedis(
            services => services.GetRequiredService<IConnectionMultiplexer>(), name: "cache", failureStatus: HealthStatus.Degraded, timeout: TimeSpan.FromSeconds(2));
        return builder;
    }
}
